// What is kept of an encoder's work: used again when it is whole and of the same encoder, and made anew otherwise.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <memory>

#include "facewire/gallery/gallery.hpp"
#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

constexpr int kCellPixels = 255;

vision::Descriptor descriptorOf(const StoredFace& face) {
  vision::Descriptor descriptor;
  descriptor.counts.assign(256, 0);
  descriptor.counts.at(static_cast<std::size_t>(face.face.height) % 256) = kCellPixels;
  return descriptor;
}

class StoredDescriptorsTest : public testing::Test {
 protected:
  /// Opens the gallery; `encoded` says how many faces had to be encoded for it.
  void open(const std::string& encoder) {
    gallery.reset();
    encoded = 0;
    gallery = std::make_unique<Gallery>(
        GalleryStore(file), kCellPixels,
        [&](const StoredFace& face) -> Result<vision::Descriptor> {
          ++encoded;
          if (isUnreadable) return fail(ErrorCode::corruptImage, "no picture");
          return descriptorOf(face);
        },
        [&](SampleId sample, const Error&) { unreadable.push_back(sample); }, encoder);
  }

  void enrol(const std::string& name, unsigned seed) {
    const StoredFace face = test::faceOf(seed, 300);
    ASSERT_TRUE(gallery->addSample(name, "", face, descriptorOf(face)));
  }

  void expectEverybodyFound(unsigned samples) {
    ASSERT_EQ(gallery->snapshot()->index.size(), samples);
    for (unsigned seed = 1; seed <= samples; ++seed) {
      const auto nearest = gallery->snapshot()->index.findNearest(descriptorOf(test::faceOf(seed, 1)), 1);
      ASSERT_EQ(nearest.size(), 1U);
      EXPECT_EQ(nearest[0].sample, static_cast<SampleId>(seed));
      EXPECT_EQ(nearest[0].distance, 0);
    }
  }

  void runSql(const std::string& sql) {
    gallery.reset();
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(connection);
    sqlite3_close(connection);
  }

  void enrolThree() {
    open("lbph");
    enrol("Ada", 1);
    enrol("Bob", 2);
    enrol("Bob", 3);
  }

  test::TemporaryFolder directory;
  std::filesystem::path file = directory.path() / "gallery.db";
  bool isUnreadable = false;
  std::atomic<int> encoded = 0;
  std::vector<SampleId> unreadable;
  std::unique_ptr<Gallery> gallery;
};

TEST_F(StoredDescriptorsTest, AreUsedAtTheNextStart) {
  enrolThree();
  open("lbph");
  EXPECT_EQ(encoded, 0);
  expectEverybodyFound(3);
}

TEST_F(StoredDescriptorsTest, OfAnotherEncoderAreMadeAnewAndStored) {
  enrolThree();
  open("network");
  EXPECT_EQ(encoded, 3);
  expectEverybodyFound(3);
  open("network");
  EXPECT_EQ(encoded, 0);
  expectEverybodyFound(3);
  open("lbph");
  EXPECT_EQ(encoded, 3);
}

TEST_F(StoredDescriptorsTest, ThatAreDamagedAreMadeAnewAndStored) {
  for (const char* damage : {"UPDATE descriptors SET bytes = substr(bytes, 1, 8) WHERE sample = 2",
                             "UPDATE descriptors SET bytes = x'' WHERE sample = 2",
                             "UPDATE descriptors SET bytes = zeroblob(100) WHERE sample = 2",
                             "UPDATE descriptors SET checksum = checksum + 1 WHERE sample = 2",
                             "UPDATE descriptors SET bytes = (SELECT bytes FROM descriptors WHERE sample = 1), "
                             "checksum = (SELECT checksum FROM descriptors WHERE sample = 1) WHERE sample = 2",
                             "DELETE FROM descriptors WHERE sample = 2"}) {
    gallery.reset();
    std::filesystem::remove(file);
    enrolThree();
    runSql(damage);
    open("lbph");
    EXPECT_EQ(encoded, 1) << damage;
    expectEverybodyFound(3);
    open("lbph");
    EXPECT_EQ(encoded, 0) << damage;
    expectEverybodyFound(3);
  }
}

TEST_F(StoredDescriptorsTest, AreMissingInAnOlderGalleryAndMadeOnce) {
  enrolThree();
  runSql(
      "DROP TABLE histograms; ALTER TABLE people DROP COLUMN opencv_label; DROP TABLE descriptors; "
      "PRAGMA user_version = 3");
  open("lbph");
  EXPECT_EQ(encoded, 3);
  expectEverybodyFound(3);
  open("lbph");
  EXPECT_EQ(encoded, 0);
}

/// In schema 4 a sample had one descriptor, and checksums were of another kind.
TEST_F(StoredDescriptorsTest, OfTheFourthSchemaAreMadeAnewOnce) {
  enrolThree();
  runSql(R"sql(
    CREATE TABLE kept AS SELECT * FROM descriptors;
    DROP TABLE descriptors;
    CREATE TABLE descriptors(
      sample INTEGER PRIMARY KEY REFERENCES samples(id) ON DELETE CASCADE,
      encoder TEXT NOT NULL, checksum INTEGER NOT NULL, counts BLOB NOT NULL
    ) STRICT;
    INSERT INTO descriptors SELECT sample, encoder, 4711, bytes FROM kept;
    DROP TABLE kept;
    DROP TABLE histograms;
    ALTER TABLE people DROP COLUMN opencv_label;
    PRAGMA user_version = 4
  )sql");
  open("lbph");
  EXPECT_EQ(encoded, 3);
  EXPECT_TRUE(unreadable.empty());
  expectEverybodyFound(3);
  open("lbph");
  EXPECT_EQ(encoded, 0);
  expectEverybodyFound(3);
}

TEST_F(StoredDescriptorsTest, AreNotNeededByWhoNamesNoEncoder) {
  enrolThree();
  open("");
  EXPECT_EQ(encoded, 3);
  enrol("Cy", 4);
  open("lbph");
  EXPECT_EQ(encoded, 1);
  expectEverybodyFound(4);
}

TEST_F(StoredDescriptorsTest, OfAFaceThatCannotBeReadAreTriedAgainAtEveryStart) {
  enrolThree();
  runSql("DELETE FROM descriptors");
  isUnreadable = true;
  open("lbph");
  EXPECT_EQ(unreadable, (std::vector<SampleId>{1, 2, 3}));
  isUnreadable = false;
  open("lbph");
  EXPECT_EQ(encoded, 3);
  expectEverybodyFound(3);
}

TEST_F(StoredDescriptorsTest, GoWithTheirSampleAndWithTheirPerson) {
  enrolThree();
  ASSERT_TRUE(gallery->removeSample(2));
  ASSERT_TRUE(gallery->removePerson("Ada"));
  gallery.reset();
  GalleryStore store(file);
  std::vector<SampleId> left;
  ASSERT_TRUE(store.readDescriptors("lbph", [&](SampleId sample, PersonId, const std::optional<Bytes>& descriptor) {
    EXPECT_TRUE(descriptor);
    left.push_back(sample);
  }));
  EXPECT_EQ(left, std::vector<SampleId>{3});
}

TEST_F(StoredDescriptorsTest, AreFoundForMoreSamplesThanAreTakenTogether) {
  {
    GalleryStore store(file);
    for (unsigned seed = 1; seed <= 255; ++seed) ASSERT_TRUE(store.addSample("Ada", "", test::faceOf(seed, 20)));
    for (unsigned i = 0; i < 900; ++i) ASSERT_TRUE(store.addSample("Bob", "", test::faceOf(0, 20)));
  }
  for (const int expected : {1155, 0}) {
    open("lbph");
    EXPECT_EQ(encoded, expected);
    EXPECT_EQ(gallery->snapshot()->index.size(), 1155U);
    for (const unsigned seed : {1U, 200U, 255U}) {
      EXPECT_EQ(gallery->snapshot()->index.findNearest(descriptorOf(test::faceOf(seed, 1)), 1).at(0).sample,
                static_cast<SampleId>(seed));
    }
  }
}

}  // namespace
}  // namespace facewire::gallery
