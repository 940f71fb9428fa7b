#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>

#include "facewire/gallery/gallery_store.hpp"
#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

/// As version 0.1.0 made its first galleries.
constexpr const char* kFirstSchema = R"sql(
    PRAGMA application_id = 0x4657676c;
    CREATE TABLE people(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, created TEXT NOT NULL) STRICT;
    CREATE TABLE samples(
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      source TEXT NOT NULL, created TEXT NOT NULL,
      face_x INTEGER NOT NULL, face_y INTEGER NOT NULL, face_w INTEGER NOT NULL, face_h INTEGER NOT NULL,
      png BLOB NOT NULL
    ) STRICT;
    CREATE INDEX samples_by_person ON samples(person);
    PRAGMA user_version = 1;
  )sql";

class GalleryFileTest : public testing::Test {
 protected:
  void makeGallery(unsigned samples) {
    GalleryStore store(file);
    for (unsigned i = 0; i < samples; ++i) ASSERT_TRUE(store.addSample("Ada", "", test::faceOf(i)));
  }

  void runSql(const char* sql) {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(connection);
    sqlite3_close(connection);
  }

  std::string refusal() {
    return test::refusalOf([&] { GalleryStore store(file); });
  }

  /// That opening is refused, with the file's name and `words`, and leaves every byte as it was.
  void expectRefusedUntouched(const std::string& words) {
    const std::string before = test::contentOf(file);
    const std::string said = refusal();
    EXPECT_NE(said.find(file.string()), std::string::npos) << said;
    EXPECT_NE(said.find(words), std::string::npos) << said;
    EXPECT_TRUE(test::contentOf(file) == before) << "the file was changed";
  }

  static mode_t modeOf(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 07777;
  }

  test::TemporaryFolder directory;
  std::filesystem::path file = directory.path() / "gallery.db";
};

TEST_F(GalleryFileTest, RefusesANewerSchema) {
  makeGallery(1);
  runSql("PRAGMA user_version = 1000");
  expectRefusedUntouched("newer Facewire (schema 1000");
}

/// As a crash leaves it: SQLite, left to itself, would move the log into the database when it closes it.
TEST_F(GalleryFileTest, RefusesANewerSchemaThatIsOnlyInTheLog) {
  makeGallery(1);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "PRAGMA user_version = 1000", nullptr, nullptr, nullptr), SQLITE_OK);
  const std::string content = test::contentOf(file);
  const std::string log = test::contentOf(file.string() + "-wal");
  sqlite3_close(other);
  test::writeContent(file, content);
  test::writeContent(file.string() + "-wal", log);
  expectRefusedUntouched("newer Facewire (schema 1000");
  EXPECT_TRUE(test::contentOf(file.string() + "-wal") == log);
}

TEST_F(GalleryFileTest, RefusesWhatIsNoDatabase) {
  test::writeContent(file, "Dear diary, today I opened a face recognition server. " + std::string(500, '.'));
  expectRefusedUntouched("is not a gallery");
  test::writeContent(file, "");
  expectRefusedUntouched("is not a gallery");
}

TEST_F(GalleryFileTest, RefusesAnotherProgramsDatabase) {
  runSql("CREATE TABLE bookmarks(url TEXT); INSERT INTO bookmarks VALUES('https://debian.org')");
  expectRefusedUntouched("another program");
  EXPECT_FALSE(std::filesystem::exists(file.string() + "-wal"));
}

TEST_F(GalleryFileTest, RefusesATruncatedDatabase) {
  makeGallery(20);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  expectRefusedUntouched("is damaged");
  std::filesystem::resize_file(file, 3000);
  expectRefusedUntouched("is damaged");
}

TEST_F(GalleryFileTest, NeverCrashesOnADamagedDatabase) {
  makeGallery(5);
  const std::string whole = test::contentOf(file);
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    std::string damaged = whole;
    for (int i = 0; i < 40; ++i) damaged[random() % 12'000] = static_cast<char>(random());
    test::writeContent(file, damaged);
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
    if (refusal().empty()) {
      GalleryStore store(file);
      (void)store.readPeople();
      (void)store.readFaces([](SampleId, PersonId, const StoredFace&) {});
    } else {
      EXPECT_TRUE(test::contentOf(file) == damaged) << "round " << round;
    }
  }
}

TEST_F(GalleryFileTest, RefusesAGalleryWhoseTablesAreMissing) {
  makeGallery(0);
  runSql("DROP TABLE samples");
  EXPECT_NE(refusal().find("is damaged"), std::string::npos);
}

TEST_F(GalleryFileTest, BringsAnOlderSchemaUpToDate) {
  runSql("PRAGMA application_id = 0x4657676c; CREATE TABLE unrelated(x)");
  GalleryStore store(file);
  EXPECT_TRUE(store.addSample("Ada", "", test::faceOf(1)));
}

TEST_F(GalleryFileTest, FindsThePeopleOfTheFirstSchemaAndNoneOfThemAStranger) {
  runSql(kFirstSchema);
  runSql(R"sql(
    INSERT INTO people(name, created) VALUES('Ada', '2026-11-20T08:00:00Z'), ('Bob', '2026-11-21T08:00:00Z');
    INSERT INTO samples(person, source, created, face_x, face_y, face_w, face_h, png)
      VALUES(1, 'a.jpg', '2026-11-20T08:00:00Z', 1, 2, 30, 40, x'01');
  )sql");
  GalleryStore store(file);
  const auto people = store.readPeople().value();
  ASSERT_EQ(people.size(), 2U);
  EXPECT_EQ(people[0].name, "Ada");
  EXPECT_EQ(people[0].created, "2026-11-20T08:00:00Z");
  ASSERT_EQ(people[0].samples.size(), 1U);
  EXPECT_EQ(people[0].samples[0].source, "a.jpg");
  EXPECT_EQ(store.readFace(people[0].samples[0].id).value().face.height, 40);
  EXPECT_FALSE(people[0].stranger || people[1].stranger);
  EXPECT_TRUE(store.addSample("Postman", "", test::faceOf(1), true));
  EXPECT_TRUE(store.addSample("Ada", "", test::faceOf(2)));
}

TEST_F(GalleryFileTest, IgnoresWhatALostDatabaseLeftBehind) {
  makeGallery(3);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "UPDATE people SET name = 'Eve'", nullptr, nullptr, nullptr), SQLITE_OK);
  const std::string log = test::contentOf(file.string() + "-wal");
  sqlite3_close(other);
  std::filesystem::remove(file);
  test::writeContent(file.string() + "-wal", log);
  test::writeContent(file.string() + ".new", "half-made");
  GalleryStore store(file);
  EXPECT_TRUE(store.readPeople().value().empty());
}

TEST_F(GalleryFileTest, KeepsAllFilesPrivateWhateverTheUmask) {
  const mode_t before = ::umask(0);
  {
    GalleryStore store(file);
    ASSERT_TRUE(store.addSample("Ada", "", test::faceOf(1)));
    for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
      EXPECT_EQ(modeOf(entry.path()), 0600U) << entry.path();
    }
    EXPECT_EQ(modeOf(file.string() + "-wal"), 0600U);
  }
  ::umask(0777);
  std::filesystem::remove(file);
  { GalleryStore store(file); }
  ::umask(before);
  EXPECT_EQ(modeOf(file), 0600U);
}

TEST_F(GalleryFileTest, TakesALaxModeAway) {
  makeGallery(1);
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  makeGallery(1);
  EXPECT_EQ(modeOf(file), 0600U);
}

TEST_F(GalleryFileTest, SaysThatTheDirectoryCannotBeWritten) {
  ASSERT_EQ(::chmod(directory.path().c_str(), 0555), 0);
  {
    const test::OrdinaryUser user;
    EXPECT_NE(refusal().find("cannot be made: Permission denied"), std::string::npos) << refusal();
  }
  ASSERT_EQ(::chmod(directory.path().c_str(), 0755), 0);
  makeGallery(1);
  ASSERT_EQ(::chmod(directory.path().c_str(), 0555), 0);
  // Readable, and so refused for the right reason, where the test runs as root.
  ASSERT_EQ(::chmod(file.c_str(), 0444), 0);
  {
    const test::OrdinaryUser user;
    EXPECT_NE(refusal().find("cannot be written"), std::string::npos) << refusal();
  }
  ASSERT_EQ(::chmod(directory.path().c_str(), 0755), 0);
}

TEST_F(GalleryFileTest, TakesACalibrationInADatabaseOfTheFirstSchema) {
  runSql(kFirstSchema);
  runSql(R"sql(
    INSERT INTO people(name, created) VALUES('Ada', '2026-11-22T14:41:07Z');
  )sql");
  GalleryStore store(file);
  EXPECT_EQ(store.readPeople().value().at(0).name, "Ada");
  EXPECT_TRUE(store.writeCalibration("lbph", {61.5, 0.01, 3, 3, "2026-11-22T14:41:07Z"}));
}

}  // namespace
}  // namespace facewire::gallery
