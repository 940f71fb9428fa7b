#include "facewire/gallery/gallery_check.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <map>

#include "facewire/gallery/data_directory.hpp"
#include "facewire/gallery/gallery_store.hpp"
#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

class GalleryCheckTest : public testing::Test {
 protected:
  GalleryCheckTest() { ::chmod(directory.path().c_str(), 0700); }

  void makeGallery() {
    GalleryStore store(file);
    for (unsigned i = 1; i <= 3; ++i) {
      ASSERT_TRUE(store.addSample(i == 3 ? "Bob" : "Ada", "door", test::faceOf(i)));
    }
  }

  void runSql(const std::string& sql) {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(connection);
    sqlite3_close(connection);
  }

  GalleryCheck check() {
    return checkGallery(directory.path(), {[this](const StoredFace& face) -> Result<void> {
                                             if (face.face.height == unusable) {
                                               return fail(ErrorCode::corruptImage, "no picture");
                                             }
                                             return {};
                                           },
                                           nullptr});
  }

  /// The one problem that there is.
  std::string problem() {
    const GalleryCheck found = check();
    EXPECT_EQ(found.problems.size(), 1U);
    return found.problems.empty() ? "" : found.problems[0];
  }

  static bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  /// Content, mode and time of every file, and of the directory.
  std::map<std::string, std::string> state() const {
    std::map<std::string, std::string> found;
    const auto note = [&](const std::filesystem::path& path) {
      struct stat status {};
      EXPECT_EQ(::stat(path.c_str(), &status), 0);
      found[path] = std::to_string(status.st_mode) + " " + std::to_string(status.st_ino) + " " +
                    std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + " " +
                    (std::filesystem::is_directory(path) ? "" : test::contentOf(path));
    };
    note(directory.path());
    for (const auto& entry : std::filesystem::directory_iterator(directory.path())) note(entry.path());
    return found;
  }

  test::TemporaryFolder directory;
  std::filesystem::path file = directory.path() / "gallery.db";
  int unusable = -1;
};

TEST_F(GalleryCheckTest, FindsASoundGallerySoundAndCountsWhatIsInIt) {
  makeGallery();
  const auto before = state();
  const GalleryCheck found = check();
  EXPECT_TRUE(found.isSound()) << found.problems[0];
  EXPECT_TRUE(found.notes.empty()) << found.notes[0];
  ASSERT_TRUE(found.content);
  EXPECT_EQ(found.content->people, 2U);
  EXPECT_EQ(found.content->samples, 3U);
  EXPECT_EQ(found.content->pictureBytes, 27'000U);
  EXPECT_EQ(found.content->schema, found.content->newestSchema);
  EXPECT_EQ(state(), before);
}

/// As a killed server leaves it: the people are in the log only.
TEST_F(GalleryCheckTest, SeesWhatIsInTheLogAndLeavesItThere) {
  makeGallery();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "INSERT INTO people(name, created) VALUES('Chidi', 'now')", nullptr, nullptr, nullptr),
            SQLITE_OK);
  const std::string content = test::contentOf(file);
  const std::string log = test::contentOf(file.string() + "-wal");
  sqlite3_close(other);
  test::writeContent(file, content);
  test::writeContent(file.string() + "-wal", log);
  for (const auto& path : {file.string(), file.string() + "-wal"}) ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  const auto before = state();
  const GalleryCheck found = check();
  EXPECT_TRUE(found.isSound()) << found.problems[0];
  EXPECT_EQ(found.content->people, 3U);
  EXPECT_EQ(found.content->logBytes, log.size());
  EXPECT_EQ(state(), before);
}

TEST_F(GalleryCheckTest, TellsOfWhatIsNotThere) {
  EXPECT_TRUE(contains(problem(), "gallery.db\" is missing: the first start of facewired makes it")) << problem();
  test::writeContent(file.string() + "-wal", "log");
  ::chmod((file.string() + "-wal").c_str(), 0600);
  EXPECT_TRUE(contains(problem(), "is missing, and its log is still there")) << problem();
  EXPECT_TRUE(contains(checkGallery(directory.path() / "none", {}).problems.at(0), "No such file")) << problem();
  EXPECT_TRUE(contains(checkGallery(file.string() + "-wal", {}).problems.at(0), "is not a directory"));
}

TEST_F(GalleryCheckTest, RefusesWhileAServerHoldsTheDirectoryAndKeepsItOutMeanwhile) {
  makeGallery();
  {
    const DataDirectory server(directory.path());
    EXPECT_TRUE(contains(problem(), "in use by a running facewired (process " + std::to_string(::getpid()) + ")"));
  }
  const DataDirectoryWatch watch(directory.path());
  EXPECT_TRUE(check().isSound()) << "two may look at the same time";
  const std::string refusal = test::refusalOf([&] { const DataDirectory server(directory.path()); });
  EXPECT_TRUE(contains(refusal, "is being checked by \"facewired check\"")) << refusal;
}

TEST_F(GalleryCheckTest, TellsOfOpenModesAndLeftovers) {
  makeGallery();
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  EXPECT_TRUE(contains(problem(), "gallery.db\" is open to others (mode 0640): chmod 600 \"")) << problem();
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  ASSERT_EQ(::chmod(directory.path().c_str(), 0770), 0);
  EXPECT_TRUE(contains(problem(), "may be written by others (mode 0770): chmod 700 \"")) << problem();
  ASSERT_EQ(::chmod(directory.path().c_str(), 0755), 0);
  EXPECT_TRUE(check().isSound()) << "it may be somebody's home";
  EXPECT_EQ(check().notes.size(), 1U);
  ASSERT_EQ(::chmod(directory.path().c_str(), 0700), 0);
  test::writeContent(file.string() + ".new", "half-made");
  ASSERT_EQ(::chmod((file.string() + ".new").c_str(), 0600), 0);
  EXPECT_TRUE(contains(problem(), "gallery.db.new\" is left of a start that was cut off")) << problem();
}

TEST_F(GalleryCheckTest, NamesPicturesThatCannotBeUsed) {
  makeGallery();
  unusable = 2;
  const std::string said = problem();
  EXPECT_TRUE(contains(said, "sample 2 of \"Ada\" (from \"door\", enrolled 20")) << said;
  EXPECT_TRUE(contains(said, "no picture; facewire people remove-sample 2")) << said;
}

TEST_F(GalleryCheckTest, TellsTheFirstOfManyAndHowManyMore) {
  makeGallery();
  runSql(
      "INSERT INTO samples SELECT NULL, person, '', created, 1, 2, 30, 2, png FROM samples, "
      "(VALUES(1), (2), (3), (4), (5), (6), (7), (8))");
  unusable = 2;
  const GalleryCheck found = check();
  EXPECT_EQ(found.problems.size(), 21U);
  EXPECT_EQ(found.problems.back(), "... and 5 more of this kind");
}

TEST_F(GalleryCheckTest, NamesPeopleWhoCannotBeAskedFor) {
  makeGallery();
  runSql("UPDATE people SET name = ' Bob' WHERE id = 2");
  EXPECT_TRUE(contains(problem(), "the name \" Bob\" cannot be typed (white space at its ends)")) << problem();
  EXPECT_TRUE(contains(problem(), "WHERE id = 2\"")) << problem();
  runSql("UPDATE people SET name = 'Bob' || char(27) || '[2J' WHERE id = 2");
  EXPECT_TRUE(contains(problem(), "\"Bob\\x1b[2J\"")) << "the terminal must not take it for a command: " << problem();
}

TEST_F(GalleryCheckTest, NotesWhatNeedsNothingToBeDone) {
  makeGallery();
  runSql(
      "INSERT INTO people(name, created) VALUES('Chidi', 'now');"
      "INSERT INTO descriptors VALUES(1, 'lbph', 17, x'0102')");
  const GalleryCheck found = check();
  EXPECT_TRUE(found.isSound());
  ASSERT_EQ(found.notes.size(), 2U);
  EXPECT_TRUE(contains(found.notes[0], "\"Chidi\" has no pictures and is not recognised")) << found.notes[0];
  EXPECT_TRUE(contains(found.notes[1], "what \"lbph\" made of sample 1 is damaged")) << found.notes[1];
}

TEST_F(GalleryCheckTest, FindsRowsThatBelongToNobody) {
  makeGallery();
  runSql("DELETE FROM people WHERE name = 'Bob'");  // foreign keys are off by default
  EXPECT_TRUE(contains(problem(), "row 3 of \"samples\" belongs to nothing in \"people\"")) << problem();
}

TEST_F(GalleryCheckTest, TellsDamageFromNewerAndOlderAndOthers) {
  makeGallery();
  const std::string whole = test::contentOf(file);
  const auto withPage = [&](std::size_t page, char filling) {
    return std::string(whole).replace(4096 * (page - 1), 4096, std::string(4096, filling));
  };
  test::writeContent(file, withPage(3, '\xff'));
  EXPECT_TRUE(contains(check().problems.at(0), "is damaged (")) << check().problems.at(0);
  test::writeContent(file, whole.substr(0, whole.size() / 2));
  EXPECT_TRUE(contains(check().problems.at(0), "is damaged (")) << check().problems.at(0);
  test::writeContent(file, "no gallery");
  EXPECT_TRUE(contains(problem(), "is not a gallery")) << problem();
  test::writeContent(file, whole);
  runSql("PRAGMA user_version = 1000");
  EXPECT_TRUE(contains(problem(), "newer Facewire (schema 1000")) << problem();
  runSql("PRAGMA user_version = 5; PRAGMA application_id = 7");
  EXPECT_TRUE(contains(problem(), "another program")) << problem();
}

TEST_F(GalleryCheckTest, TakesAnOlderSchemaAndLeavesItOld) {
  makeGallery();
  runSql(
      "DROP TABLE histograms; ALTER TABLE people DROP COLUMN opencv_label; DROP TABLE descriptors; "
      "DROP TABLE calibrations; ALTER TABLE people DROP COLUMN stranger; "
      "PRAGMA user_version = 1");
  const auto before = state();
  const GalleryCheck found = check();
  EXPECT_TRUE(found.isSound()) << found.problems[0];
  ASSERT_EQ(found.notes.size(), 1U);
  EXPECT_TRUE(contains(found.notes[0], "has schema 1: the next start brings it up to")) << found.notes[0];
  EXPECT_EQ(found.content->samples, 3U);
  EXPECT_EQ(state(), before);
}

}  // namespace
}  // namespace facewire::gallery
