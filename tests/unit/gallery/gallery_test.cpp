#include "facewire/gallery/gallery.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <optional>
#include <thread>

#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

constexpr int kCellPixels = 255;

/// A descriptor of one cell that only faces of the same seed share.
vision::Descriptor descriptorOf(const StoredFace& face) {
  vision::Descriptor descriptor;
  descriptor.counts.assign(256, 0);
  descriptor.counts.at(static_cast<std::size_t>(face.face.height) % 256) = kCellPixels;
  return descriptor;
}

class GalleryTest : public testing::Test {
 protected:
  void open() {
    gallery.reset();
    gallery.emplace(
        GalleryStore(directory.path() / "gallery.db"), kCellPixels,
        [&](const StoredFace& face) -> Result<vision::Descriptor> {
          if (face.face.height == unreadable) return fail(ErrorCode::corruptImage, "no picture");
          if (face.face.height == throwing) throw std::runtime_error("out of luck");
          return descriptorOf(face);
        },
        [&](SampleId sample, const Error& error) { reported.emplace_back(sample, error.detail); });
  }

  Gallery::Added enrol(const std::string& name, unsigned seed) {
    const StoredFace face = test::faceOf(seed, 300);
    return gallery->addSample(name, "", face, descriptorOf(face)).value();
  }

  /// The name that a snapshot gives to a face of that seed; empty for nobody at distance 0.
  static std::string recognise(const GallerySnapshot& snapshot, unsigned seed) {
    const auto nearest = snapshot.index.findNearest(descriptorOf(test::faceOf(seed, 1)), 1);
    return nearest.empty() || nearest[0].distance > 0 ? "" : snapshot.people.at(nearest[0].person)->name;
  }
  std::string recognise(unsigned seed) const { return recognise(*gallery->snapshot(), seed); }

  test::TemporaryFolder directory;
  int unreadable = -1;
  int throwing = -1;
  std::vector<std::pair<SampleId, std::string>> reported;
  std::optional<Gallery> gallery;
};

TEST_F(GalleryTest, RecognisesWhoWasAddedAtOnceAndAfterReopening) {
  open();
  EXPECT_EQ(recognise(1), "");
  const Gallery::Added first = enrol("Ada", 1);
  EXPECT_TRUE(first.newPerson);
  EXPECT_EQ(first.person->name, "Ada");
  const Gallery::Added second = enrol("Ada", 2);
  EXPECT_FALSE(second.newPerson);
  EXPECT_EQ(second.person->samples.size(), 2U);
  EXPECT_EQ(second.person->samples.back().id, second.sample);
  EXPECT_EQ(first.person->samples.size(), 1U);
  enrol("Bob", 3);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(recognise(1), "Ada");
    EXPECT_EQ(recognise(2), "Ada");
    EXPECT_EQ(recognise(3), "Bob");
    EXPECT_EQ(gallery->snapshot()->byName.at("Bob"), 2);
    open();
  }
}

TEST_F(GalleryTest, TellsKnownStrangersFromTheOthersAtOnceAndAfterReopening) {
  open();
  enrol("Ada", 1);
  const StoredFace face = test::faceOf(2, 300);
  const auto added = gallery->addSample("Postman", "", face, descriptorOf(face), true);
  ASSERT_TRUE(added);
  EXPECT_TRUE(added->person->stranger);
  ASSERT_TRUE(gallery->renamePerson("Postman", "The postman"));
  for (int round = 0; round < 2; ++round) {
    const auto snapshot = gallery->snapshot();
    EXPECT_TRUE(snapshot->people.at(snapshot->byName.at("The postman"))->stranger);
    EXPECT_FALSE(snapshot->people.at(snapshot->byName.at("Ada"))->stranger);
    open();
  }
}

TEST_F(GalleryTest, TellsWhoFollowsItOfEveryChangeUntilNobodyDoes) {
  open();
  enrol("Ada", 1);
  std::vector<std::vector<std::string>> told;
  gallery->follow([&](const GallerySnapshot& snapshot) {
    std::vector<std::string> names;
    for (const auto& [id, person] : snapshot.people) names.push_back(person->name);
    told.push_back(names);
  });
  enrol("Bob", 2);
  ASSERT_TRUE(gallery->renamePerson("Ada", "Eve"));
  ASSERT_TRUE(gallery->removePerson("Bob"));
  gallery->follow(nullptr);
  enrol("Dan", 3);
  EXPECT_EQ(told, (std::vector<std::vector<std::string>>{{"Ada"}, {"Ada", "Bob"}, {"Eve", "Bob"}, {"Eve"}}));
}

TEST_F(GalleryTest, GivesBackAStoredFace) {
  open();
  enrol("Ada", 1);
  const SampleId sample = enrol("Ada", 2).sample;
  EXPECT_EQ(gallery->readFace(sample).value().png, test::faceOf(2, 300).png);
  ASSERT_TRUE(gallery->removeSample(sample));
  EXPECT_EQ(gallery->readFace(sample).error().code, ErrorCode::unknownPerson);
}

TEST_F(GalleryTest, IsTheSameAfterReopening) {
  open();
  for (unsigned i = 0; i < 700; ++i) enrol("Person " + std::to_string(i % 90), i % 256);
  ASSERT_TRUE(gallery->removePerson("Person 3"));
  ASSERT_TRUE(gallery->renamePerson("Person 4", "Four"));
  ASSERT_TRUE(gallery->removeSample(100));
  const auto before = gallery->snapshot();
  open();
  const auto after = gallery->snapshot();
  EXPECT_EQ(after->byName, before->byName);
  ASSERT_EQ(after->index.size(), before->index.size());
  ASSERT_EQ(after->people.size(), before->people.size());
  for (const auto& [id, person] : before->people) {
    const PersonInfo& same = *after->people.at(id);
    EXPECT_EQ(same.name, person->name);
    EXPECT_EQ(same.created, person->created);
    ASSERT_EQ(same.samples.size(), person->samples.size()) << person->name;
    for (std::size_t i = 0; i < same.samples.size(); ++i) EXPECT_EQ(same.samples[i].id, person->samples[i].id);
  }
  for (unsigned seed = 0; seed < 256; ++seed) {
    const auto probe = descriptorOf(test::faceOf(seed, 1));
    EXPECT_EQ(after->index.findNearest(probe, 1).at(0).sample, before->index.findNearest(probe, 1).at(0).sample);
  }
}

TEST_F(GalleryTest, ForgetsWhoIsRemovedButNotInSnapshotsTakenBefore) {
  open();
  enrol("Ada", 1);
  const auto before = gallery->snapshot();
  EXPECT_EQ(gallery->removePerson("Ada").value(), 1U);
  EXPECT_EQ(recognise(1), "");
  EXPECT_TRUE(gallery->snapshot()->byName.empty());
  EXPECT_EQ(recognise(*before, 1), "Ada");
}

TEST_F(GalleryTest, GivesTheNewName) {
  open();
  enrol("Ada", 1);
  enrol("Bob", 2);
  ASSERT_TRUE(gallery->renamePerson("Ada", "Ada Lovelace"));
  EXPECT_EQ(recognise(1), "Ada Lovelace");
  EXPECT_FALSE(gallery->snapshot()->byName.contains("Ada"));
  EXPECT_EQ(gallery->renamePerson("Bob", "Ada Lovelace").error().code, ErrorCode::nameTaken);
  EXPECT_EQ(gallery->renamePerson("Eve", "Eva").error().code, ErrorCode::unknownPerson);
  EXPECT_EQ(recognise(2), "Bob");
}

TEST_F(GalleryTest, ForgetsARemovedSampleAndKeepsThePerson) {
  open();
  const SampleId sample = enrol("Ada", 1).sample;
  enrol("Ada", 2);
  ASSERT_TRUE(gallery->removeSample(sample));
  EXPECT_EQ(recognise(1), "");
  EXPECT_EQ(recognise(2), "Ada");
  EXPECT_EQ(gallery->snapshot()->people.at(1)->samples.size(), 1U);
  EXPECT_EQ(gallery->removeSample(sample).error().code, ErrorCode::unknownPerson);
}

TEST_F(GalleryTest, ReportsUnreadableFacesAndKeepsTheRest) {
  open();
  for (unsigned seed = 1; seed <= 4; ++seed) enrol("Ada", seed);
  unreadable = 2;
  throwing = 3;
  open();
  EXPECT_EQ(reported, (std::vector<std::pair<SampleId, std::string>>{{2, "no picture"}, {3, "out of luck"}}));
  EXPECT_EQ(recognise(1), "Ada");
  EXPECT_EQ(recognise(2), "");
  EXPECT_EQ(recognise(4), "Ada");
  EXPECT_EQ(gallery->snapshot()->people.at(1)->samples.size(), 4U) << "it can still be listed and removed";
}

TEST_F(GalleryTest, ServesReadersWhileItChanges) {
  open();
  enrol("Stays", 200);
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> reads = 0;
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i) {
      readers.emplace_back([&] {
        while (!done) {
          const auto snapshot = gallery->snapshot();
          if (recognise(*snapshot, 200) != "Stays" || snapshot->byName.size() != snapshot->people.size()) ++wrong;
          const std::string comes = recognise(*snapshot, 7);
          if (!comes.empty() && comes != "Comes" && comes != "Came") ++wrong;
          ++reads;
        }
      });
    }
    std::vector<std::jthread> writers;
    writers.emplace_back([&] {
      for (int i = 0; i < 60; ++i) {
        const SampleId extra = enrol("Comes", 7).sample;
        enrol("Comes", 8);
        if (!gallery->removeSample(extra) || !gallery->renamePerson("Comes", "Came")) ++wrong;
        if (recognise(8) != "Came" || gallery->removePerson("Came").value_or(0) != 1) ++wrong;
      }
    });
    writers.emplace_back([&] {
      for (unsigned i = 0; i < 150; ++i) enrol("Other", 100 + i % 50);
    });
    writers.clear();
    done = true;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(reads, 0);
  EXPECT_EQ(gallery->snapshot()->index.size(), 151U);
}

TEST_F(GalleryTest, PublishesACalibrationToTheNextSnapshotAndKeepsIt) {
  open();
  enrol("Ada", 1);
  const Calibration calibration{61.5, 0.01, 20, 100, "2026-11-22T14:41:07Z"};
  const auto before = gallery->snapshot();
  ASSERT_TRUE(gallery->storeCalibration("lbph", calibration));
  EXPECT_EQ(before->calibration, std::nullopt);
  EXPECT_EQ(gallery->snapshot()->calibration, calibration);
  enrol("Bob", 2);
  EXPECT_EQ(gallery->snapshot()->calibration, calibration);
  open();
  ASSERT_TRUE(gallery->loadCalibration("another"));
  EXPECT_EQ(gallery->snapshot()->calibration, std::nullopt);
  ASSERT_TRUE(gallery->loadCalibration("lbph"));
  EXPECT_EQ(gallery->snapshot()->calibration, calibration);
  EXPECT_TRUE(gallery->removeCalibration("lbph").value());
  EXPECT_EQ(gallery->snapshot()->calibration, std::nullopt);
  EXPECT_EQ(recognise(1), "Ada");
}

TEST_F(GalleryTest, GivesAStoredFaceBack) {
  open();
  const Gallery::Added added = enrol("Ada", 1);
  EXPECT_EQ(gallery->readFace(added.sample).value().png, test::faceOf(1, 300).png);
  EXPECT_EQ(gallery->readFace(added.sample + 1).error().code, ErrorCode::unknownPerson);
}

/// The log still holds what a killed server had erased, and somebody else is reading the database at the next start.
TEST_F(GalleryTest, ErasesWhatIsLeftAsSoonAsAReaderLetsGo) {
  const auto file = directory.path() / "gallery.db";
  const auto isLeft = [&] {
    return (test::contentOf(file) + test::contentOf(file.string() + "-wal")).find("Ada Lovelace") != std::string::npos;
  };
  open();
  enrol("Ada Lovelace", 1);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  const auto run = [&](const char* sql) { return sqlite3_exec(other, sql, nullptr, nullptr, nullptr); };
  ASSERT_EQ(run("PRAGMA foreign_keys = ON; DELETE FROM people; BEGIN; SELECT * FROM people"), SQLITE_OK);
  open();
  ASSERT_TRUE(isLeft());
  ASSERT_EQ(run("COMMIT"), SQLITE_OK);
  const auto deadline = Clock::now() + std::chrono::seconds(20);
  while (isLeft() && Clock::now() < deadline) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(isLeft());
  sqlite3_close(other);
}

}  // namespace
}  // namespace facewire::gallery
