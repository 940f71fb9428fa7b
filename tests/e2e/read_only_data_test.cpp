#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data_fixture.hpp"
#include "pictures.hpp"
#include "small_disk.hpp"

namespace facewire::test {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Files that nobody may write, those included who have them open, for as long as the object lives.
class Unwritable {
 public:
  explicit Unwritable(std::vector<std::filesystem::path> files) : files_(std::move(files)) { done_ = set(true); }
  ~Unwritable() { set(false); }
  Unwritable(const Unwritable&) = delete;
  Unwritable& operator=(const Unwritable&) = delete;

  /// Takes the right to, and a file system that knows the attribute.
  bool isDone() const { return done_; }

 private:
  bool set(bool immutable) const {
    bool all = true;
    for (const auto& file : files_) {
      const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
      int flags = 0;
      all = all && descriptor >= 0 && ::ioctl(descriptor, FS_IOC_GETFLAGS, &flags) == 0;
      flags = immutable ? flags | FS_IMMUTABLE_FL : flags & ~FS_IMMUTABLE_FL;
      all = all && ::ioctl(descriptor, FS_IOC_SETFLAGS, &flags) == 0;
      if (descriptor >= 0) ::close(descriptor);
    }
    return all;
  }

  std::vector<std::filesystem::path> files_;
  bool done_ = false;
};

TEST(ReadOnlyData, FailsChangesAndNothingElse) {
  ServerProcess server;
  auto client = connectTo(server);
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  {
    const std::filesystem::path file = server.dataFolder() / "gallery.db";
    const Unwritable unwritable({file, file.string() + "-wal"});
    if (!unwritable.isDone()) GTEST_SKIP() << "this user, or this file system, cannot make files immutable";
    const auto enrolled = client.enrol("Bob", portraitJpeg(2, 1), "", false);
    ASSERT_FALSE(enrolled);
    EXPECT_EQ(enrolled.error().code, ErrorCode::internal);
    for (const Error& error : {enrolled.error(), client.removePerson("Ada").error()}) {
      EXPECT_TRUE(contains(error.detail, "nothing was changed")) << error.detail;
      EXPECT_TRUE(contains(error.detail, "cannot be written")) << error.detail;
      EXPECT_TRUE(contains(error.detail, "let the server's user write")) << error.detail;
    }
    EXPECT_EQ(peopleIn(client), std::vector<std::string>{"Ada"});
    EXPECT_EQ(nameOf(client, portraitJpeg(1, 1)), "Ada");
  }
  const auto enrolled = client.enrol("Bob", portraitJpeg(2, 1), "", false);
  EXPECT_TRUE(enrolled) << enrolled.error().detail;
  EXPECT_EQ(server.stop().exitStatus, 0);
  EXPECT_EQ(checkData(server.dataFolder()).exitStatus, 0);
}

/// With the log that a killed server leaves.
void enrolAndKill(const std::filesystem::path& data) {
  ServerProcess server({"--data", data.string()});
  ASSERT_TRUE(connectTo(server).enrol("Ada", portraitJpeg(1, 1), "", false));
  server.kill();
}

void expectRefusedAndChecked(const std::filesystem::path& data) {
  const auto before = filesIn(data);
  const ProcessResult start = runProcess(FACEWIRE_SERVER_PROGRAM, {"--data", data.string(), "--listen", "127.0.0.1:0"},
                                         {}, std::chrono::seconds(30));
  EXPECT_EQ(start.exitStatus, 1);
  EXPECT_TRUE(contains(start.err, data.string())) << start.err;
  EXPECT_TRUE(contains(start.err, "cannot be written")) << start.err;
  EXPECT_TRUE(contains(start.err, "choose another --data")) << start.err;
  const ProcessResult check = checkData(data);
  EXPECT_EQ(check.exitStatus, 0) << check.out << check.err;
  EXPECT_TRUE(contains(check.out, "people       1")) << check.out;
  EXPECT_EQ(filesIn(data), before);
}

TEST(ReadOnlyData, IsRefusedAtTheStartAndCanBeChecked) {
  const TemporaryFolder folder;
  const auto disk = SmallDisk::mountOn(folder.path(), "8m");
  if (!disk) GTEST_SKIP() << "this user may not mount a file system";
  enrolAndKill(disk->path());
  ASSERT_TRUE(disk->makeReadOnly());
  expectRefusedAndChecked(disk->path());
}

TEST(ReadOnlyData, IsRefusedAtTheStartWhereOnlyItsModesSaySo) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may write whatever the modes say";
  const TemporaryFolder folder;
  const std::filesystem::path data = folder.path() / "data";
  enrolAndKill(data);
  for (const auto& entry : std::filesystem::directory_iterator(data)) ASSERT_EQ(::chmod(entry.path().c_str(), 0400), 0);
  ASSERT_EQ(::chmod(data.c_str(), 0500), 0);
  expectRefusedAndChecked(data);
  ASSERT_EQ(::chmod(data.c_str(), 0700), 0);
}

}  // namespace
}  // namespace facewire::test
