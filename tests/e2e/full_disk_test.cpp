#include <gtest/gtest.h>
#include <sys/resource.h>

#include "data_fixture.hpp"
#include "pictures.hpp"
#include "small_disk.hpp"

namespace facewire::test {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Beyond which size the server can write no file.
void limitFiles(const ServerProcess& server, rlim_t size) {
  rlimit limit{};
  ASSERT_EQ(::prlimit(server.id(), RLIMIT_FSIZE, nullptr, &limit), 0);
  limit.rlim_cur = size;
  ASSERT_EQ(::prlimit(server.id(), RLIMIT_FSIZE, &limit, nullptr), 0);
}

/// The same as a full disk for the writer, but for the words; needs no rights. By default the signal that comes with it
/// ends a program.
TEST(FullDisk, FailsTheEnrolmentAndNothingElse) {
  ServerProcess server;
  auto client = connectTo(server);
  const Bytes ada = portraitJpeg(1, 1);
  ASSERT_TRUE(client.enrol("Ada", ada, "", false));
  ASSERT_TRUE(client.enrol("Bob", portraitJpeg(2, 1), "", false));
  limitFiles(server, 20'000);

  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto enrolled = client.enrol("Chidi", portraitJpeg(3, 1), "", false);
    ASSERT_FALSE(enrolled);
    EXPECT_EQ(enrolled.error().code, ErrorCode::internal);
    EXPECT_TRUE(contains(enrolled.error().detail, "nothing was changed")) << enrolled.error().detail;
    EXPECT_TRUE(contains(enrolled.error().detail, (server.dataFolder() / "gallery.db").string()));
    EXPECT_TRUE(contains(enrolled.error().detail, "limit for the size of a file")) << enrolled.error().detail;
    EXPECT_TRUE(contains(enrolled.error().detail, "make room")) << enrolled.error().detail;
    EXPECT_EQ(peopleIn(client), (std::vector<std::string>{"Ada", "Bob"}));
    EXPECT_EQ(nameOf(client, ada), "Ada");
    EXPECT_EQ(nameOf(client, portraitJpeg(3, 1)), "");
  }
  EXPECT_TRUE(server.process().waitForError("failed peer=")) << "the operator must act";

  limitFiles(server, RLIM_INFINITY);
  const auto enrolled = client.enrol("Chidi", portraitJpeg(3, 1), "", false);
  ASSERT_TRUE(enrolled) << enrolled.error().detail;
  EXPECT_EQ(nameOf(client, portraitJpeg(3, 1)), "Chidi");
  EXPECT_EQ(server.stop().exitStatus, 0);
  const ProcessResult check = checkData(server.dataFolder());
  EXPECT_EQ(check.exitStatus, 0) << check.out;
}

/// What the disk has taken until it was full is a part of somebody's picture, and of use to nobody.
TEST(FullDisk, LeavesNothingOfAnEnrolmentThatFailed) {
  ServerProcess server;
  auto client = connectTo(server);
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  limitFiles(server, std::filesystem::file_size(server.dataFolder() / "gallery.db-wal") + 20'000);
  ASSERT_FALSE(client.enrol("Chidi", portraitJpeg(3, 1), "kitchen-camera", false));
  for (const auto& [name, content] : filesIn(server.dataFolder())) {
    EXPECT_FALSE(contains(content, "Chidi")) << name;
    EXPECT_FALSE(contains(content, "kitchen-camera")) << name;
  }
}

/// Somebody can be removed where nobody can be enrolled: emptying the log makes the room that it takes.
TEST(FullDisk, StillLetsPeopleBeRemoved) {
  ServerProcess server;
  auto client = connectTo(server);
  for (std::uint64_t person = 1; person <= 4; ++person) {
    ASSERT_TRUE(client.enrol("Person " + std::to_string(person), portraitJpeg(person, 1), "", false));
  }
  limitFiles(server, std::filesystem::file_size(server.dataFolder() / "gallery.db-wal"));
  ASSERT_FALSE(client.enrol("Another", portraitJpeg(5, 1), "", false));
  const auto removed = client.removePerson("Person 1");
  ASSERT_TRUE(removed) << removed.error().detail;
  for (const auto& [name, content] : filesIn(server.dataFolder())) EXPECT_FALSE(contains(content, "Person 1")) << name;
  EXPECT_EQ(nameOf(client, portraitJpeg(1, 1)), "");
  EXPECT_EQ(nameOf(client, portraitJpeg(2, 1)), "Person 2");
}

/// Where not even that is possible, the person stays, and the answer says why.
TEST(FullDisk, RefusesARemovalThatItCannotWrite) {
  ServerProcess server;
  auto client = connectTo(server);
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  limitFiles(server, 20'000);
  const auto removed = client.removePerson("Ada");
  ASSERT_FALSE(removed);
  EXPECT_TRUE(contains(removed.error().detail, "nothing was changed")) << removed.error().detail;
  EXPECT_TRUE(contains(removed.error().detail, "make room")) << removed.error().detail;
  EXPECT_EQ(nameOf(client, portraitJpeg(1, 1)), "Ada");
  limitFiles(server, RLIM_INFINITY);
  EXPECT_TRUE(client.removePerson("Ada"));
  EXPECT_EQ(server.stop().exitStatus, 0);
  EXPECT_EQ(checkData(server.dataFolder()).exitStatus, 0);
}

/// A disk of a megabyte, really full.
TEST(FullDisk, IsSurvivedOnARealFileSystem) {
  const TemporaryFolder folder;
  const auto disk = SmallDisk::mountOn(folder.path(), "1m");
  if (!disk) GTEST_SKIP() << "this user may not mount a file system";
  ServerProcess server({"--data", disk->path().string()});
  auto client = connectTo(server);
  std::vector<std::string> enrolled;
  std::string refusal;
  for (std::uint64_t person = 1; person <= 40 && refusal.empty(); ++person) {
    const std::string name = "Person " + std::to_string(100 + person);
    const auto answer = client.enrol(name, portraitJpeg(person, 1, {200, 200}), "", true);
    if (answer) {
      enrolled.push_back(name);
    } else {
      refusal = answer.error().detail;
    }
  }
  EXPECT_TRUE(contains(refusal, "the disk is full")) << refusal;
  EXPECT_TRUE(contains(refusal, "make room for \"" + disk->path().string() + "\"")) << refusal;
  ASSERT_GT(enrolled.size(), 3U);
  EXPECT_EQ(peopleIn(client), enrolled);
  ASSERT_TRUE(client.status());

  // A removal works, or changes nothing and says why.
  const auto removed = client.removePerson(enrolled.front());
  if (removed) {
    enrolled.erase(enrolled.begin());
  } else {
    EXPECT_TRUE(contains(removed.error().detail, "the disk is full")) << removed.error().detail;
  }
  EXPECT_EQ(peopleIn(client), enrolled);

  // Killed on the full disk: what was answered is there once there is room.
  server.kill();
  EXPECT_EQ(checkData(disk->path()).exitStatus, 0);
  ASSERT_TRUE(disk->resize("8m"));
  server.startAgain();
  auto again = connectTo(server);
  EXPECT_EQ(peopleIn(again), enrolled);
  const auto answer = again.enrol("Zoe", portraitJpeg(50, 1), "", false);
  EXPECT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(server.stop().exitStatus, 0);
  EXPECT_EQ(checkData(disk->path()).exitStatus, 0);
}

TEST(FullDisk, IsNamedWhereTheServerCannotStart) {
  const TemporaryFolder folder;
  const auto disk = SmallDisk::mountOn(folder.path(), "16k");
  if (!disk) GTEST_SKIP() << "this user may not mount a file system";
  const ProcessResult result =
      runProcess(FACEWIRE_SERVER_PROGRAM, {"--data", disk->path().string(), "--listen", "127.0.0.1:0"}, {},
                 std::chrono::seconds(30));
  EXPECT_EQ(result.exitStatus, 1);
  EXPECT_TRUE(contains(result.err, disk->path().string())) << result.err;
  EXPECT_TRUE(contains(result.err, "full")) << result.err;
  EXPECT_TRUE(contains(result.err, "make room")) << result.err;
}

}  // namespace
}  // namespace facewire::test
