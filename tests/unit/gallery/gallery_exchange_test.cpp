#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>

#include "facewire/gallery/data_directory.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/gallery/transfer_file.hpp"
#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

using test::contentOf;
using test::faceOf;

/// Tells pictures apart; what it makes of them is of no account here.
Result<vision::Descriptor> encode(const StoredFace& face) {
  std::vector<std::uint8_t> counts(256, 0);
  for (std::size_t i = 0; i < 64; ++i) ++counts[std::to_integer<std::size_t>(face.png[i])];
  return vision::Descriptor{std::move(counts)};
}

class GalleryExchangeTest : public testing::Test {
 protected:
  static Gallery open(const std::filesystem::path& file) {
    return Gallery(
        GalleryStore(file), 64, encode, [](SampleId, const Error& error) { ADD_FAILURE() << error.detail; }, "test");
  }

  static void add(Gallery& to, const std::string& name, unsigned seed, bool stranger = false) {
    ASSERT_TRUE(to.addSample(name, "door", faceOf(seed), *encode(faceOf(seed)), stranger));
  }

  /// A backup, as the server makes it.
  std::filesystem::path backUp(Gallery& of, const std::string& name) {
    const std::filesystem::path file = elsewhere.path() / name;
    test::writeContent(file, "");
    const auto copied = of.copyInto(file, {});
    EXPECT_TRUE(copied) << copied.error().detail;
    return file;
  }

  static Result<IncomingGallery> prepare(Gallery& of, const std::filesystem::path& file,
                                         const std::stop_token& stop = {}) {
    return of.prepare(
        file, [](const StoredFace&) -> Result<void> { return {}; }, stop);
  }

  static std::string nearest(const Gallery& of, unsigned seed) {
    const auto snapshot = of.snapshot();
    const auto matches = snapshot->index.findNearest(*encode(faceOf(seed)), 1);
    if (matches.empty() || matches.front().distance > 0) return "";
    return snapshot->people.at(matches.front().person)->name;
  }

  bool isAnywhere(std::string_view bytes) const {
    return std::ranges::any_of(std::filesystem::directory_iterator(folder.path()), [&](const auto& entry) {
      return contentOf(entry.path()).find(bytes) != std::string::npos;
    });
  }

  static void run(const std::filesystem::path& file, const char* sql) {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection);
    sqlite3_close(connection);
  }

  test::TemporaryFolder folder;
  test::TemporaryFolder elsewhere;
  Gallery gallery = open(folder.path() / "gallery.db");
};

TEST_F(GalleryExchangeTest, ACopyIsAGalleryOfItsOwn) {
  add(gallery, "Ada", 1);
  ASSERT_TRUE(gallery.storeCalibration("test", {.threshold = 61.5, .far = 0.01, .people = 2, .samples = 9}));
  const auto file = backUp(gallery, "copy.db");
  add(gallery, "Bob", 2);
  Gallery copy = open(file);
  EXPECT_EQ(nearest(copy, 1), "Ada");
  EXPECT_EQ(nearest(copy, 2), "");
  ASSERT_TRUE(copy.loadCalibration("test"));
  EXPECT_EQ(copy.snapshot()->calibration->threshold, 61.5);
}

TEST_F(GalleryExchangeTest, ACopyStopsWithTheServer) {
  for (unsigned seed = 0; seed < 200; ++seed) add(gallery, "Ada", seed);
  std::stop_source stop;
  stop.request_stop();
  const std::filesystem::path file = elsewhere.path() / "copy.db";
  test::writeContent(file, "");
  const auto copied = gallery.copyInto(file, stop.get_token());
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.error().code, ErrorCode::shuttingDown);
  add(gallery, "Bob", 300);  // the gallery goes on
}

TEST_F(GalleryExchangeTest, ARestoreReplacesEverybodyForTheNextFrameAndTheNextStart) {
  add(gallery, "Ada", 1);
  ASSERT_TRUE(gallery.storeCalibration("test", {.threshold = 61.5, .far = 0.01, .people = 2, .samples = 9}));
  const auto file = backUp(gallery, "monday.db");
  ASSERT_TRUE(gallery.removePerson("Ada"));
  ASSERT_TRUE(gallery.removeCalibration("test"));
  add(gallery, "Bob", 2);

  auto incoming = prepare(gallery, file);
  ASSERT_TRUE(incoming) << incoming.error().detail;
  EXPECT_EQ(incoming->content().people, 1U);
  EXPECT_EQ(nearest(gallery, 1), "") << "nothing is changed yet";
  ASSERT_TRUE(gallery.replaceBy(std::move(*incoming)));
  EXPECT_EQ(nearest(gallery, 1), "Ada");
  EXPECT_EQ(nearest(gallery, 2), "");
  EXPECT_EQ(gallery.snapshot()->calibration->threshold, 61.5);
  const SampleId next = gallery.addSample("Chidi", "", faceOf(3), *encode(faceOf(3)))->sample;
  EXPECT_GT(next, 2) << "a number that was Bob's is never given again";

  Gallery again = open(folder.path() / "gallery.db");
  EXPECT_EQ(nearest(again, 1), "Ada");
  EXPECT_EQ(nearest(again, 3), "Chidi");
  EXPECT_EQ(again.snapshot()->people.size(), 2U);
}

TEST_F(GalleryExchangeTest, ARestoreErasesWhoWasThere) {
  add(gallery, "Grace Hopper", 1);
  const auto file = backUp(gallery, "empty.db");
  run(file, "PRAGMA foreign_keys = ON; DELETE FROM people");
  for (unsigned seed = 10; seed < 60; ++seed) add(gallery, "Ada Lovelace", seed);
  auto incoming = prepare(gallery, file);
  ASSERT_TRUE(incoming) << incoming.error().detail;
  ASSERT_TRUE(gallery.replaceBy(std::move(*incoming)));
  EXPECT_FALSE(isAnywhere("Ada Lovelace"));
  for (unsigned seed = 10; seed < 60; ++seed) {
    const StoredFace face = faceOf(seed);
    for (std::size_t at = 0; at + 32 <= face.png.size(); at += 1000) {
      ASSERT_FALSE(isAnywhere(asText(face.png).substr(at, 32))) << seed << " " << at;
    }
  }
}

TEST_F(GalleryExchangeTest, AMergeAddsPeopleAndPicturesThatAreNotThere) {
  add(gallery, "Ada", 1);
  add(gallery, "Ada", 2);
  add(gallery, "Bob", 3);
  add(gallery, "Postman", 4, true);
  const auto file = backUp(gallery, "theirs.db");
  ASSERT_TRUE(gallery.removePerson("Bob"));
  ASSERT_TRUE(gallery.removeSample(2));
  ASSERT_TRUE(gallery.removePerson("Postman"));
  add(gallery, "Postman", 5);
  add(gallery, "Eve", 6);

  auto incoming = prepare(gallery, file);
  ASSERT_TRUE(incoming) << incoming.error().detail;
  const auto told = gallery.mergeFrom(*incoming, true);
  ASSERT_TRUE(told) << told.error().detail;
  EXPECT_EQ(nearest(gallery, 3), "") << "a dry run changes nothing";
  const auto merged = gallery.mergeFrom(*incoming, false);
  ASSERT_TRUE(merged) << merged.error().detail;
  for (const auto& people : {*told, *merged}) {
    ASSERT_EQ(people.size(), 3U);
    EXPECT_EQ(people[0].name, "Ada");
    EXPECT_FALSE(people[0].isNew);
    EXPECT_EQ(people[0].added, 1U);
    EXPECT_EQ(people[0].already, 1U);
    EXPECT_TRUE(people[1].isNew);
    EXPECT_EQ(people[1].added, 1U);
    EXPECT_TRUE(people[2].isOfOtherKind);
    EXPECT_EQ(people[2].added, 0U);
  }
  for (Gallery* each : {&gallery}) {
    EXPECT_EQ(nearest(*each, 1), "Ada");
    EXPECT_EQ(nearest(*each, 2), "Ada");
    EXPECT_EQ(nearest(*each, 3), "Bob");
    EXPECT_EQ(nearest(*each, 4), "");
    EXPECT_EQ(nearest(*each, 6), "Eve");
    EXPECT_EQ(each->snapshot()->index.size(), 5U);
  }
  GalleryStore store(folder.path() / "gallery.db");
  std::size_t stored = 0;
  ASSERT_TRUE(store.readDescriptors(
      "test", [&](SampleId, PersonId, const std::optional<Bytes>& bytes) { stored += bytes ? 1 : 0; }));
  EXPECT_EQ(stored, 5U) << "the next start need not encode them";
}

TEST_F(GalleryExchangeTest, WhatIsNoGalleryIsRefusedAndSaysWhatToDo) {
  add(gallery, "Ada", 1);
  const auto refusal = [&](const std::filesystem::path& file) {
    const auto incoming = prepare(gallery, file);
    EXPECT_FALSE(incoming);
    if (incoming) return std::string();
    EXPECT_EQ(incoming.error().code, ErrorCode::badGallery);
    EXPECT_EQ(incoming.error().detail.find(elsewhere.path().string()), std::string::npos) << incoming.error().detail;
    return incoming.error().detail;
  };
  const std::filesystem::path text = elsewhere.path() / "text";
  test::writeContent(text, "hello");
  EXPECT_NE(refusal(text).find("it is no gallery; name a file"), std::string::npos);
  const auto newer = backUp(gallery, "newer.db");
  run(newer, "PRAGMA user_version = 99");
  EXPECT_NE(refusal(newer).find("a newer Facewire made it (schema 99"), std::string::npos);
  const auto other = backUp(gallery, "other.db");
  run(other, "PRAGMA application_id = 7");
  EXPECT_NE(refusal(other).find("a database of another program"), std::string::npos);
  const auto cut = backUp(gallery, "cut.db");
  test::writeContent(cut, contentOf(cut).substr(0, 9000));
  EXPECT_NE(refusal(cut).find("it is damaged ("), std::string::npos);
  const auto orphaned = backUp(gallery, "orphaned.db");
  run(orphaned, "PRAGMA foreign_keys = OFF; DELETE FROM people");
  EXPECT_NE(refusal(orphaned).find("belongs to nothing"), std::string::npos);
  EXPECT_EQ(nearest(gallery, 1), "Ada");
}

TEST_F(GalleryExchangeTest, AnUnusablePictureComesAlongAndIsTold) {
  add(gallery, "Ada", 1);
  const auto file = backUp(gallery, "copy.db");
  auto incoming = gallery.prepare(
      file, [](const StoredFace&) -> Result<void> { return fail(ErrorCode::corruptImage, "no picture"); }, {});
  ASSERT_TRUE(incoming) << incoming.error().detail;
  ASSERT_EQ(incoming->warnings().size(), 1U);
  EXPECT_NE(incoming->warnings()[0].find("sample 1 of \"Ada\""), std::string::npos) << incoming->warnings()[0];
}

TEST(TransferFileTest, IsPrivateAndGoesWithTheObject) {
  test::TemporaryFolder folder;
  {
    TransferFile file(folder.path());
    struct stat status {};
    ASSERT_EQ(::stat(file.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    ASSERT_TRUE(file.append(asBytes("hello ")));
    ASSERT_TRUE(file.append(asBytes("world")));
    EXPECT_EQ(asText(*file.read(3, 4)), "lo w");
    EXPECT_EQ(asText(*file.read(9, 400)), "ld");
    file.hide();
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    EXPECT_EQ(asText(*file.read(0, 5)), "hello");
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(TransferFileTest, OneThatAKilledServerLeftIsGoneWithTheNextStart) {
  test::TemporaryFolder folder;
  test::writeContent(folder.path() / "transfer-abcdef", "somebody's face");
  test::writeContent(folder.path() / "transfer-abcdef-wal", "somebody's face");
  test::writeContent(folder.path() / "mine", "kept");
  const DataDirectory data(folder.path());
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "transfer-abcdef"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "transfer-abcdef-wal"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "mine"));
}

}  // namespace
}  // namespace facewire::gallery
