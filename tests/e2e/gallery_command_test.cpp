#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>

#include <thread>

#include "data_fixture.hpp"
#include "facewire/base/file.hpp"
#include "pictures.hpp"
#include "resident_memory.hpp"
#include "small_disk.hpp"

namespace facewire::test {
namespace {

/// Two servers, as two machines have them, and the client's commands.
class GalleryCommands : public testing::Test {
 protected:
  static ProcessResult facewire(const ServerProcess& server, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--server", server.address()});
    return runClient(arguments);
  }

  static void enrol(const ServerProcess& server, const std::string& name, std::uint64_t person, std::uint64_t shots) {
    auto client = connectTo(server);
    for (std::uint64_t shot = 1; shot <= shots; ++shot) {
      ASSERT_TRUE(client.enrol(name, portraitJpeg(person, shot), "shot " + std::to_string(shot), false));
    }
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  std::string backUp(const ServerProcess& server, const std::string& name) {
    const ProcessResult result = facewire(server, {"gallery", "backup", path(name)});
    EXPECT_EQ(result.exitStatus, 0) << result.err;
    return path(name);
  }

  /// Everything but the numbers and what they are part of: people, pictures, descriptors.
  static std::vector<std::string> contentOf(const std::filesystem::path& file) {
    sqlite3* connection = nullptr;
    sqlite3_open_v2(file.c_str(), &connection, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(
        sqlite3_prepare_v2(connection,
                           "SELECT quote(name) || quote(people.created) || stranger || quote(source) || "
                           "quote(samples.created) || face_x || ',' || face_y || ',' || face_w || ',' || face_h || "
                           "quote(png) || quote(encoder) || quote(bytes) FROM people "
                           "JOIN samples ON person = people.id JOIN descriptors ON sample = samples.id ORDER BY 1",
                           -1, &statement, nullptr),
        SQLITE_OK)
        << sqlite3_errmsg(connection);
    std::vector<std::string> rows;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      rows.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    }
    sqlite3_finalize(statement);
    sqlite3_close(connection);
    return rows;
  }

  static std::size_t transfersIn(const ServerProcess& server) {
    std::size_t count = 0;
    for (const auto& [name, content] : filesIn(server.dataFolder())) count += name.starts_with("transfer-") ? 1 : 0;
    return count;
  }

  TemporaryFolder folder_;
  ServerProcess server_;
};

TEST_F(GalleryCommands, ABackupIsRestoredElsewhereAndRecognises) {
  enrol(server_, "Ada", 1, 3);
  enrol(server_, "Bob", 2, 2);
  const std::string file = backUp(server_, "monday.db");
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_FALSE(std::filesystem::exists(file + ".partial"));
  EXPECT_EQ(transfersIn(server_), 0U);
  const ProcessResult checked = runProcess(FACEWIRE_SERVER_PROGRAM, {"check", file});
  EXPECT_EQ(checked.exitStatus, 0) << checked.out;
  EXPECT_NE(checked.out.find("samples      5"), std::string::npos) << checked.out;

  ServerProcess elsewhere;
  enrol(elsewhere, "Eve Elsewhere", 3, 1);
  const ProcessResult notAsked = facewire(elsewhere, {"gallery", "restore", file});
  EXPECT_EQ(notAsked.exitStatus, 2);
  EXPECT_NE(notAsked.err.find("say --yes"), std::string::npos) << notAsked.err;
  const ProcessResult restored = facewire(elsewhere, {"gallery", "restore", "--yes", file});
  EXPECT_EQ(restored.exitStatus, 0) << restored.err;
  EXPECT_NE(restored.err.find("holds 2 people, 5 samples; it replaces 1 person, 1 sample"), std::string::npos)
      << restored.err;
  EXPECT_EQ(restored.out, "restored 2 people, 5 samples\n");
  auto client = connectTo(elsewhere);
  EXPECT_EQ(nameOf(client, portraitJpeg(1, 1)), "Ada");
  EXPECT_EQ(nameOf(client, portraitJpeg(2, 1)), "Bob");
  EXPECT_EQ(peopleIn(client), (std::vector<std::string>{"Ada", "Bob"}));
  for (const auto& [name, content] : filesIn(elsewhere.dataFolder())) {
    EXPECT_EQ(content.find("Eve Elsewhere"), std::string::npos) << name;
  }
  EXPECT_EQ(elsewhere.stop().exitStatus, 0);
  EXPECT_EQ(checkData(elsewhere.dataFolder()).exitStatus, 0);
  elsewhere.startAgain();
  auto again = connectTo(elsewhere);
  EXPECT_EQ(nameOf(again, portraitJpeg(1, 1)), "Ada");
}

TEST_F(GalleryCommands, AFileThatIsNoBackupLeavesEverythingAsItWas) {
  enrol(server_, "Ada", 1, 1);
  const std::string whole = backUp(server_, "whole.db");
  const auto bytes = readFile(whole, 64 << 20);
  ASSERT_TRUE(writeFile(path("cut.db"), ByteView(*bytes).first(bytes->size() / 2)));
  ASSERT_TRUE(writeFile(path("notes.txt"), asBytes("hello")));
  for (const std::string name : {"cut.db", "notes.txt"}) {
    const ProcessResult refused = facewire(server_, {"gallery", "restore", "--yes", path(name)});
    EXPECT_EQ(refused.exitStatus, 5) << refused.err;
    EXPECT_NE(refused.err.find(path(name) + ": it is "), std::string::npos) << refused.err;
    EXPECT_EQ(refused.err.find("transfer-"), std::string::npos) << refused.err;
  }
  EXPECT_EQ(facewire(server_, {"gallery", "merge", path("nowhere.db")}).exitStatus, 5);
  EXPECT_EQ(facewire(server_, {"gallery", "backup", path("no/such/folder/x.db")}).exitStatus, 5);
  EXPECT_EQ(transfersIn(server_), 0U);
  auto client = connectTo(server_);
  EXPECT_EQ(nameOf(client, portraitJpeg(1, 1)), "Ada");
}

TEST_F(GalleryCommands, AnExportComesBackAsTheSameGallery) {
  enrol(server_, "Ada", 1, 2);
  enrol(server_, "a/b: \"c\"", 2, 2);
  {
    auto client = connectTo(server_);
    ASSERT_TRUE(client.enrol("Postman", portraitJpeg(3, 1), "", false, true));
  }
  const ProcessResult exported = facewire(server_, {"gallery", "export", path("people")});
  EXPECT_EQ(exported.exitStatus, 0) << exported.err;
  EXPECT_EQ(exported.out, "exported 5 samples of 3 people to " + path("people") + "\n");
  EXPECT_TRUE(std::filesystem::exists(path("people/a_b_ _c_/0002.png")));
  EXPECT_EQ(facewire(server_, {"gallery", "export", path("people")}).exitStatus, 5) << "it is not empty";

  ServerProcess elsewhere;
  const ProcessResult imported = facewire(elsewhere, {"gallery", "import", path("people")});
  EXPECT_EQ(imported.exitStatus, 0) << imported.err;
  EXPECT_NE(imported.out.find("imported 5 of 5 pictures of 3 people"), std::string::npos) << imported.out;
  const auto before = contentOf(backUp(server_, "before.db"));
  ASSERT_EQ(before.size(), 5U);
  EXPECT_EQ(before, contentOf(backUp(elsewhere, "after.db")));
  EXPECT_NE(facewire(elsewhere, {"import", path("people")}).out.find("5 enrolled already"), std::string::npos);

  const ProcessResult one = facewire(server_, {"gallery", "export", path("one"), "--person", "Ada"});
  EXPECT_EQ(one.exitStatus, 0) << one.err;
  EXPECT_TRUE(std::filesystem::exists(path("one/Ada/0001.png")));
  EXPECT_FALSE(std::filesystem::exists(path("one/Postman")));
}

TEST_F(GalleryCommands, AMergeSaysWhatItDid) {
  enrol(server_, "Ada", 1, 2);
  enrol(server_, "Bob", 2, 1);
  const std::string file = backUp(server_, "theirs.db");
  ServerProcess ours;
  enrol(ours, "Ada", 1, 1);
  enrol(ours, "Eve", 3, 1);
  const ProcessResult dry = facewire(ours, {"gallery", "merge", "--dry-run", file});
  EXPECT_EQ(dry.exitStatus, 0) << dry.err;
  EXPECT_NE(dry.out.find("would be: 1 person new, 1 joined, 2 samples added, 1 there already"), std::string::npos)
      << dry.out;
  const ProcessResult merged = facewire(ours, {"gallery", "merge", file});
  EXPECT_EQ(merged.out,
            "NAME  PERSON    ADDED  ALREADY\n"
            "Ada   joined    1      1\n"
            "Bob   new       1      0\n"
            "1 person new, 1 joined, 2 samples added, 1 there already\n");
  auto client = connectTo(ours);
  EXPECT_EQ(nameOf(client, portraitJpeg(2, 1)), "Bob");
  EXPECT_EQ(peopleIn(client), (std::vector<std::string>{"Ada", "Bob", "Eve"}));
}

/// Whenever the power goes, one gallery or the other is there, whole, and nothing of a copy.
TEST_F(GalleryCommands, AServerThatIsKilledHasTheOldGalleryOrTheNew) {
  enrol(server_, "Ada", 1, 3);
  const std::string file = backUp(server_, "ada.db");
  auto client = connectTo(server_);
  ASSERT_TRUE(client.removePerson("Ada"));
  ASSERT_TRUE(client.enrol("Bob", portraitJpeg(2, 1), "", false));
  const std::string other = backUp(server_, "bob.db");
  for (int round = 0; round < 8; ++round) {
    std::vector<std::string> arguments{"--server", server_.address(), "gallery",
                                       "restore",  "--yes",           round % 2 == 0 ? file : other};
    const auto restoring = startClient(arguments);
    // The later the round, the farther it gets: from the first part that arrives to the end.
    const auto wanted = std::chrono::milliseconds(round * 25);
    restoring->waitForEnd(wanted);
    server_.kill();
    restoring->wait();
    server_.startAgain();
    EXPECT_EQ(transfersIn(server_), 0U);
    auto after = connectTo(server_);
    const std::vector<std::string> people = peopleIn(after);
    ASSERT_EQ(people.size(), 1U);
    const std::uint64_t person = people[0] == "Ada" ? 1 : 2;
    EXPECT_EQ(nameOf(after, portraitJpeg(person, 1)), people[0]);
  }
  EXPECT_EQ(server_.stop().exitStatus, 0);
  const ProcessResult check = checkData(server_.dataFolder());
  EXPECT_EQ(check.exitStatus, 0) << check.out;
}

TEST_F(GalleryCommands, ClientsThatVanishInTheMiddleLeaveNothing) {
  enrol(server_, "Ada", 1, 3);
  {
    auto one = connectTo(server_);
    auto two = connectTo(server_);
    ASSERT_TRUE(one.beginUpload(1'000'000, std::string(64, '0')));
    ASSERT_TRUE(one.sendUploadPart(0, Bytes(300'000)));
    ASSERT_TRUE(two.beginBackup(std::chrono::seconds(60)));
    EXPECT_EQ(transfersIn(server_), 1U) << "a backup has no name, an upload has one";
  }
  // Both places are free again, when their sessions have ended: the limit is two.
  for (int i = 0; i < 2; ++i) {
    ProcessResult result;
    do {
      result = facewire(server_, {"gallery", "backup", path("later.db")});
    } while (result.err.find("is busy") != std::string::npos);
    EXPECT_EQ(result.exitStatus, 0) << result.err;
  }
  EXPECT_EQ(transfersIn(server_), 0U);
}

TEST_F(GalleryCommands, AFullDiskIsToldAndChangesNothing) {
  enrol(server_, "Ada", 1, 6);
  const std::string file = backUp(server_, "ada.db");
  TemporaryFolder small;
  const auto disk = SmallDisk::mountOn(small.path(), "400k");
  if (!disk) GTEST_SKIP() << "this user may not mount";
  ServerProcess full({"--data", (small.path() / "data").string()});
  enrol(full, "Bob", 2, 1);
  const ProcessResult restored = facewire(full, {"gallery", "restore", "--yes", file});
  EXPECT_EQ(restored.exitStatus, 3) << restored.err;
  EXPECT_NE(restored.err.find("nothing was changed"), std::string::npos) << restored.err;
  EXPECT_NE(restored.err.find("make room"), std::string::npos) << restored.err;
  auto client = connectTo(full);
  EXPECT_EQ(nameOf(client, portraitJpeg(2, 1)), "Bob");
  ASSERT_TRUE(disk->resize("8m"));
  EXPECT_EQ(facewire(full, {"gallery", "restore", "--yes", file}).exitStatus, 0);
  EXPECT_EQ(nameOf(client, portraitJpeg(1, 1)), "Ada");
}

}  // namespace
}  // namespace facewire::test
