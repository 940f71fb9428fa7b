// A start with another encoder: what the last one made stays until the next one's is whole, whatever comes between.

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <thread>

#include "facewire/gallery/gallery.hpp"
#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

constexpr int kCellPixels = 255;
constexpr auto kLbph = "lbph";
constexpr auto kNetwork = "network";

/// What that encoder makes of the face of that number: of two cells, and of no other face nor encoder.
vision::Descriptor descriptorOf(int number, const std::string& encoder) {
  vision::Descriptor descriptor;
  descriptor.counts.assign(512, 0);
  const int shift = encoder == kLbph ? 0 : 128;
  descriptor.counts.at(static_cast<std::size_t>((number + shift) % 256)) = kCellPixels;
  descriptor.counts.at(static_cast<std::size_t>(256 + number / 256 + shift)) = kCellPixels;
  return descriptor;
}

class ChangingEncoderTest : public testing::Test {
 protected:
  /// Opens the gallery with that encoder; `encoded` says how many faces it had to encode.
  void open(const std::string& encoder) {
    gallery.reset();
    encoded = 0;
    reports.clear();
    unreadable.clear();
    notStored.clear();
    gallery = std::make_unique<Gallery>(
        GalleryStore(file), kCellPixels,
        [&, encoder](const StoredFace& face) -> Result<vision::Descriptor> {
          ++encoded;
          if (encode) encode(face);
          if (face.face.height == broken) return fail(ErrorCode::corruptImage, "no picture");
          return descriptorOf(face.face.height, encoder);
        },
        [&](SampleId sample, const Error&) { unreadable.push_back(sample); }, encoder,
        [&](const Gallery::Remaking& remaking) {
          reports.push_back(remaking);
          if (isStopped) throw Stopped{};
        },
        [&](const Error& error) { notStored.push_back(error.detail); });
  }

  struct Stopped {};

  void runSql(const std::string& sql) {
    gallery.reset();
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(connection);
    sqlite3_close(connection);
  }

  /// Faces 1 to `count`, which are the samples of these ids; all are Ada's.
  void enrol(int count) {
    { GalleryStore store(file); }
    runSql(
        "INSERT INTO people(name, created) VALUES('Ada', '');"
        "WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < " +
        std::to_string(count) +
        ") INSERT INTO samples(person, source, created, face_x, face_y, face_w, face_h, png) "
        "SELECT 1, '', '', 1, 2, 30, i, x'00' FROM numbers");
    samples = count;
  }

  /// How many samples have a whole descriptor by that encoder.
  int countStored(const std::string& encoder) {
    gallery.reset();
    int count = 0;
    EXPECT_TRUE(GalleryStore(file).readDescriptors(
        encoder, [&](SampleId, PersonId, const std::optional<Bytes>& bytes) { count += bytes ? 1 : 0; }));
    return count;
  }

  /// That every face is found, but for one, by what that encoder makes of it.
  void expectEverybodyFound(const std::string& encoder, int except = 0) {
    const auto snapshot = gallery->snapshot();
    for (int number = 1; number <= samples; number += samples < 100 ? 1 : 37) {
      if (number == except) continue;
      const auto nearest = snapshot->index.findNearest(descriptorOf(number, encoder), 1);
      ASSERT_EQ(nearest.size(), 1U);
      EXPECT_EQ(nearest[0].sample, number);
      EXPECT_EQ(nearest[0].distance, 0);
    }
  }

  /// Opens the gallery in a process of its own, which is killed when it has encoded so many faces.
  void openAndKill(const std::string& encoder, int faces) {
    gallery.reset();
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      // It gets no farther than that, however late the kill comes.
      encode = [&, left = std::make_shared<std::atomic<int>>(faces)](const StoredFace&) {
        if (--*left < 0) ::pause();
        if (::write(ends[1], "e", 1) != 1) ::_exit(2);
      };
      open(encoder);
      ::_exit(1);
    }
    ::close(ends[1]);
    char told = 0;
    for (int i = 0; i < faces; ++i) ASSERT_EQ(::read(ends[0], &told, 1), 1) << "the other process failed";
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself with status " << WEXITSTATUS(status);
  }

  /// So many faces are encoded at once, and when so many are, a batch has been stored.
  static constexpr int kBatch = 512;
  const int piece = 16 * static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));

  test::TemporaryFolder directory;
  std::filesystem::path file = directory.path() / "gallery.db";
  int samples = 0;
  int broken = 0;  ///< the face that cannot be read
  std::function<void(const StoredFace&)> encode;
  std::atomic<int> encoded = 0;
  bool isStopped = false;  ///< whether an opening ends with its first report
  std::vector<Gallery::Remaking> reports;
  std::vector<SampleId> unreadable;
  std::vector<std::string> notStored;
  std::unique_ptr<Gallery> gallery;
};

TEST_F(ChangingEncoderTest, ForgetsTheOldOnesWhenAllAreDone) {
  enrol(3);
  open(kLbph);
  open(kNetwork);
  EXPECT_EQ(encoded, 3);
  expectEverybodyFound(kNetwork);
  EXPECT_EQ(countStored(kNetwork), 3);
  EXPECT_EQ(countStored(kLbph), 0);
  open(kLbph);
  EXPECT_EQ(encoded, 3);
  expectEverybodyFound(kLbph);
}

TEST_F(ChangingEncoderTest, GoesOnWhereItWasKilledAndForgetsNothingBefore) {
  enrol(3 * (kBatch + piece));
  open(kLbph);
  int before = 0;
  for (int round = 0; round < 2; ++round) {
    openAndKill(kNetwork, kBatch + piece);
    if (HasFatalFailure()) return;
    const int made = countStored(kNetwork);
    EXPECT_GT(made, before) << "round " << round;
    EXPECT_LT(made, samples);
    EXPECT_EQ(countStored(kLbph), samples);
    before = made;
  }
  open(kNetwork);
  EXPECT_EQ(encoded, samples - before);
  expectEverybodyFound(kNetwork);
  EXPECT_EQ(countStored(kNetwork), samples);
  EXPECT_EQ(countStored(kLbph), 0);
}

TEST_F(ChangingEncoderTest, GoesBackWhenItWasKilledAndKeepsWhatWasMade) {
  enrol(2 * (kBatch + piece));
  open(kLbph);
  openAndKill(kNetwork, kBatch + piece);
  if (HasFatalFailure()) return;
  open(kLbph);
  EXPECT_EQ(encoded, 0);
  expectEverybodyFound(kLbph);
  const auto added =
      gallery->addSample("Ada", "", {Bytes(1), {1, 2, 30, samples + 1}}, descriptorOf(samples + 1, kLbph));
  ASSERT_TRUE(added);
  ++samples;
  const int made = countStored(kNetwork);
  EXPECT_GT(made, 0);
  open(kNetwork);
  EXPECT_EQ(encoded, samples - made);
  expectEverybodyFound(kNetwork);
}

TEST_F(ChangingEncoderTest, KeepsTheOldOneOfAFaceThatCannotBeRead) {
  enrol(3);
  open(kLbph);
  broken = 2;
  open(kNetwork);
  EXPECT_EQ(unreadable, std::vector<SampleId>{2});
  expectEverybodyFound(kNetwork, 2);
  EXPECT_EQ(countStored(kNetwork), 2);
  EXPECT_EQ(countStored(kLbph), 1);
  open(kLbph);
  EXPECT_EQ(unreadable, std::vector<SampleId>{});
  expectEverybodyFound(kLbph);
}

TEST_F(ChangingEncoderTest, TellsOnceThatNothingCanBeStoredAndKeepsTheOldOnes) {
  enrol(2 * (kBatch + piece));
  open(kLbph);
  runSql("CREATE TRIGGER full BEFORE INSERT ON descriptors BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  open(kNetwork);
  ASSERT_EQ(notStored.size(), 1U);
  EXPECT_NE(notStored[0].find("the disk is full"), std::string::npos) << notStored[0];
  expectEverybodyFound(kNetwork);
  EXPECT_EQ(countStored(kNetwork), 0);
  EXPECT_EQ(countStored(kLbph), samples);
  runSql("DROP TRIGGER full");
  open(kNetwork);
  EXPECT_TRUE(notStored.empty());
  EXPECT_EQ(countStored(kNetwork), samples);
  EXPECT_EQ(countStored(kLbph), 0);
}

/// What was stored before the failure is not all there is, and what comes after does not make it so.
TEST_F(ChangingEncoderTest, KeepsTheOldOnesWhereOnlySomeCouldBeStored) {
  enrol(2 * (kBatch + piece));
  open(kLbph);
  runSql(
      "CREATE TRIGGER full BEFORE INSERT ON descriptors WHEN new.sample = 5 "
      "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
  open(kNetwork);
  EXPECT_EQ(notStored.size(), 1U);
  EXPECT_GT(countStored(kNetwork), 0);
  EXPECT_EQ(countStored(kLbph), samples);
}

TEST_F(ChangingEncoderTest, TellsHowFarItIsWhereItTakesLongAndAtTheEnd) {
  enrol(3 * piece);
  broken = 2;
  encode = [](const StoredFace& face) {
    if (face.face.height == 1) std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  };
  open(kNetwork);
  ASSERT_GE(reports.size(), 2U);
  EXPECT_FALSE(reports.front().ended);
  EXPECT_EQ(reports.front().done, static_cast<std::size_t>(piece));
  EXPECT_EQ(reports.front().all, static_cast<std::size_t>(samples));
  EXPECT_TRUE(reports.back().ended);
  EXPECT_EQ(reports.back().done, static_cast<std::size_t>(samples));
  EXPECT_EQ(reports.back().unreadable, 1U);
  EXPECT_GE(reports.back().elapsed, std::chrono::seconds(1));
}

TEST_F(ChangingEncoderTest, KeepsWhatWasMadeUntilItWasStopped) {
  enrol(3 * piece);
  open(kLbph);
  encode = [](const StoredFace& face) {
    if (face.face.height == 1) std::this_thread::sleep_for(std::chrono::milliseconds(1100));
  };
  isStopped = true;
  EXPECT_THROW(open(kNetwork), Stopped);
  EXPECT_EQ(countStored(kNetwork), piece);
  EXPECT_EQ(countStored(kLbph), samples);
  isStopped = false;
  open(kNetwork);
  EXPECT_EQ(encoded, samples - piece);
  expectEverybodyFound(kNetwork);
}

TEST_F(ChangingEncoderTest, TellsNothingWhereNothingIsToBeDone) {
  enrol(3);
  open(kLbph);
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_TRUE(reports[0].ended);
  open(kLbph);
  EXPECT_TRUE(reports.empty());
}

}  // namespace
}  // namespace facewire::gallery
