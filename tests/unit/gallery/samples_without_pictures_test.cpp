#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>

#include "facewire/gallery/gallery.hpp"
#include "facewire/gallery/gallery_check.hpp"
#include "gallery_fixture.hpp"
#include "histogram_code.hpp"
#include "lbph_pictures.hpp"

namespace facewire::gallery {
namespace {

using test::contentOf;
using test::faceOf;

vision::OpenCvHistogram histogramOf(std::uint64_t seed) {
  return vision::takeOpenCvHistogram(test::smoothPicture(seed), {});
}

Result<vision::Descriptor> encode(const StoredFace& face) {
  std::vector<std::uint8_t> counts(256, 0);
  for (std::size_t i = 0; i < 64; ++i) ++counts[std::to_integer<std::size_t>(face.png[i])];
  return vision::Descriptor{std::move(counts)};
}

/// People who came out of an OpenCV file, beside one with a picture.
class SamplesWithoutPictures : public testing::Test {
 protected:
  static Gallery open(const std::filesystem::path& file) {
    return Gallery(
        GalleryStore(file), 64, encode, [](SampleId, const Error& error) { ADD_FAILURE() << error.detail; }, "test");
  }

  void SetUp() override {
    Gallery gallery = open(file);
    ASSERT_TRUE(gallery.addSample("Ada", "door", faceOf(1), *encode(faceOf(1))));
    ASSERT_TRUE(gallery.addHistogram("Bob", "trainer.yml", histogramOf(1), 7));
    ASSERT_TRUE(gallery.addHistogram("Bob", "trainer.yml", histogramOf(2), 7));
    ASSERT_TRUE(gallery.addHistogram("Cem", "trainer.yml", histogramOf(3), 9));
  }

  /// Whose histogram it is; nobody's: "".
  static std::string nearest(const Gallery& of, std::uint64_t seed) {
    const auto snapshot = of.snapshot();
    if (snapshot->histograms.empty()) return "";
    const std::vector<vision::OpenCvHistogram> probes{histogramOf(seed)};
    const auto matches = snapshot->histograms.front().findNearest(probes, 1);
    if (matches.empty() || matches.front().distance > 1e-9) return "";
    return snapshot->people.at(matches.front().person)->name;
  }

  void run(const char* sql) const {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection);
    sqlite3_close(connection);
  }

  GalleryCheck check() const {
    return checkGallery(folder.path(), {[](const StoredFace& face) -> Result<void> {
                                          if (face.png.empty()) return fail(ErrorCode::corruptImage, "no picture");
                                          return {};
                                        },
                                        nullptr});
  }

  test::TemporaryFolder folder;
  test::TemporaryFolder elsewhere;
  const std::filesystem::path file = folder.path() / "gallery.db";
};

TEST_F(SamplesWithoutPictures, AreThereAgainAtTheNextStart) {
  Gallery gallery = open(file);
  EXPECT_EQ(nearest(gallery, 1), "Bob");
  EXPECT_EQ(nearest(gallery, 2), "Bob");
  EXPECT_EQ(nearest(gallery, 3), "Cem");
  const auto snapshot = gallery.snapshot();
  EXPECT_EQ(snapshot->samples(), 4U);
  const PersonInfo& bob = *snapshot->people.at(snapshot->byName.at("Bob"));
  EXPECT_EQ(bob.openCvLabel, 7);
  EXPECT_EQ(bob.samples.size(), 2U);
  EXPECT_FALSE(bob.samples.front().hasPicture);
  const PersonInfo& ada = *snapshot->people.at(snapshot->byName.at("Ada"));
  EXPECT_FALSE(ada.openCvLabel);
  EXPECT_TRUE(ada.samples.front().hasPicture);
  const auto histograms = gallery.readHistograms();
  ASSERT_TRUE(histograms);
  EXPECT_EQ(histograms->at(bob.samples.back().id), histogramOf(2)) << "to the last bit";
  const auto face = gallery.readFace(bob.samples.front().id);
  ASSERT_FALSE(face);
  EXPECT_NE(face.error().detail.find("came out of an OpenCV file"), std::string::npos);
}

TEST_F(SamplesWithoutPictures, GoWithTheirPersonAndAreErased) {
  const Bytes stored = encodeHistogram(histogramOf(3));
  const std::string inside(reinterpret_cast<const char*>(stored.data()) + 100, 200);
  {
    Gallery gallery = open(file);
    ASSERT_TRUE(gallery.removeSample(2));
    EXPECT_EQ(nearest(gallery, 1), "");
    EXPECT_EQ(*gallery.removePerson("Cem"), 1U);
    EXPECT_EQ(nearest(gallery, 3), "");
    ASSERT_TRUE(gallery.removePerson("Bob"));
    EXPECT_TRUE(gallery.snapshot()->histograms.empty());
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    EXPECT_EQ(contentOf(entry.path()).find(inside), std::string::npos) << entry.path();
  }
}

TEST_F(SamplesWithoutPictures, GoAlongInABackupAndComeBack) {
  const auto copy = elsewhere.path() / "copy.db";
  test::writeContent(copy, "");
  {
    Gallery gallery = open(file);
    ASSERT_TRUE(gallery.copyInto(copy, {}));
  }
  Gallery other = open(elsewhere.path() / "gallery.db");
  auto incoming = other.prepare(copy, [](const StoredFace&) -> Result<void> { return {}; }, {});
  ASSERT_TRUE(incoming) << incoming.error().detail;
  EXPECT_EQ(incoming->content().samples, 4U);
  EXPECT_TRUE(incoming->warnings().empty());
  ASSERT_TRUE(other.replaceBy(*std::move(incoming)));
  EXPECT_EQ(nearest(other, 2), "Bob");
  const auto snapshot = other.snapshot();
  EXPECT_EQ(snapshot->people.at(snapshot->byName.at("Cem"))->openCvLabel, 9);
}

TEST_F(SamplesWithoutPictures, AreMergedOnce) {
  const auto copy = elsewhere.path() / "copy.db";
  test::writeContent(copy, "");
  {
    Gallery gallery = open(file);
    ASSERT_TRUE(gallery.copyInto(copy, {}));
  }
  const auto into = elsewhere.path() / "gallery.db";
  {
    Gallery other = open(into);
    ASSERT_TRUE(other.addHistogram("Bob", "another.yml", histogramOf(2)));
    auto incoming = other.prepare(copy, [](const StoredFace&) -> Result<void> { return {}; }, {});
    ASSERT_TRUE(incoming);
    const auto merged = other.mergeFrom(*incoming, false);
    ASSERT_TRUE(merged) << merged.error().detail;
    const auto bob = std::ranges::find(*merged, "Bob", &GalleryStore::Merged::Person::name);
    EXPECT_EQ(bob->added, 1U);
    EXPECT_EQ(bob->already, 1U);
    EXPECT_EQ(nearest(other, 1), "Bob");
    EXPECT_EQ(nearest(other, 3), "Cem");
  }
  Gallery again = open(into);
  EXPECT_EQ(nearest(again, 1), "Bob");
  EXPECT_EQ(nearest(again, 3), "Cem");
  EXPECT_EQ(again.snapshot()->samples(), 4U);
  EXPECT_EQ(again.snapshot()->people.at(again.snapshot()->byName.at("Cem"))->openCvLabel, 9);
}

TEST_F(SamplesWithoutPictures, AreNoProblemUnlessTheyAreDamaged) {
  const GalleryCheck sound = check();
  EXPECT_TRUE(sound.isSound()) << sound.problems.front();
  EXPECT_EQ(sound.content->samples, 4U);
  EXPECT_EQ(sound.content->histograms, 3U);
  run("UPDATE histograms SET bytes = zeroblob(9) WHERE sample = 3; DELETE FROM histograms WHERE sample = 4");
  const GalleryCheck damaged = check();
  ASSERT_EQ(damaged.problems.size(), 2U);
  EXPECT_NE(damaged.problems[0].find("sample 3 of \"Bob\" (from \"trainer.yml\""), std::string::npos);
  EXPECT_NE(damaged.problems[0].find("remove-sample 3"), std::string::npos);
  EXPECT_NE(damaged.problems[1].find("sample 4 of \"Cem\""), std::string::npos);

  std::vector<SampleId> unreadable;
  const Gallery gallery(
      GalleryStore(file), 64, encode, [&](SampleId sample, const Error&) { unreadable.push_back(sample); }, "test");
  EXPECT_EQ(unreadable, (std::vector<SampleId>{3, 4}));
  EXPECT_EQ(nearest(gallery, 1), "Bob");
}

TEST_F(SamplesWithoutPictures, CanBeAddedToAGalleryOfAnOlderSchema) {
  run("DELETE FROM people WHERE name <> 'Ada'; DELETE FROM samples WHERE length(png) = 0; DROP TABLE histograms; "
      "ALTER TABLE people DROP COLUMN opencv_label; PRAGMA user_version = 5");
  Gallery gallery = open(file);
  EXPECT_EQ(gallery.snapshot()->samples(), 1U);
  ASSERT_TRUE(gallery.addHistogram("Bob", "trainer.yml", histogramOf(1), 7));
  EXPECT_EQ(nearest(gallery, 1), "Bob");
}

TEST_F(SamplesWithoutPictures, AreRefusedWhereTheyAreNoHistograms) {
  Gallery gallery = open(file);
  auto wrong = histogramOf(5);
  wrong.shares[0] = 2;
  const auto added = gallery.addHistogram("Dan", "", wrong);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::invalidInput);
  EXPECT_FALSE(gallery.snapshot()->byName.contains("Dan"));
}

TEST(HistogramCode, GivesTheSameBackAndTakesNothingElse) {
  const auto histogram = histogramOf(8);
  const Bytes bytes = encodeHistogram(histogram);
  EXPECT_LT(bytes.size(), 30'000U);
  EXPECT_EQ(decodeHistogram(bytes), histogram);
  for (const std::size_t size : {std::size_t{0}, std::size_t{11}, std::size_t{12}, bytes.size() - 1}) {
    EXPECT_FALSE(decodeHistogram(ByteView(bytes).first(size))) << size;
  }
  for (std::size_t i = 0; i < bytes.size(); i += 97) {
    Bytes damaged = bytes;
    damaged[i] ^= std::byte{0xFF};
    const auto decoded = decodeHistogram(damaged);
    EXPECT_TRUE(!decoded || vision::expectValid(*decoded));
  }
  Bytes huge = bytes;
  huge[4] = huge[5] = huge[6] = std::byte{0xFF};
  EXPECT_FALSE(decodeHistogram(huge));
}

}  // namespace
}  // namespace facewire::gallery
