#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data_fixture.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

/// This program's, and so that of what it starts.
class Umask {
 public:
  explicit Umask(mode_t mask) : before_(::umask(mask)) {}
  ~Umask() { ::umask(before_); }
  Umask(const Umask&) = delete;
  Umask& operator=(const Umask&) = delete;

 private:
  mode_t before_;
};

mode_t modeOf(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

void expectPrivate(const ServerProcess& server) {
  EXPECT_EQ(modeOf(server.dataFolder()), 0700U);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(server.dataFolder())) {
    EXPECT_EQ(modeOf(entry.path()), 0600U) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 2U);
}

class DataModes : public testing::TestWithParam<mode_t> {};

TEST_P(DataModes, ArePrivateWhateverTheUmask) {
  if (GetParam() == 0777 && ::geteuid() != 0) GTEST_SKIP() << "only root can read the port file then";
  ServerProcess server = [] {
    const Umask umask(GetParam());
    return ServerProcess();
  }();
  auto client = connectTo(server);
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  expectPrivate(server);
  ASSERT_TRUE(client.removePerson("Ada"));
  expectPrivate(server);
  server.kill();

  // As somebody has opened them meanwhile; the log and its index are made anew at the start.
  for (const auto& entry : std::filesystem::directory_iterator(server.dataFolder())) {
    ASSERT_EQ(::chmod(entry.path().c_str(), 0644), 0);
  }
  EXPECT_EQ(checkData(server.dataFolder()).exitStatus, 1) << "the check must say so";
  {
    const Umask umask(GetParam());
    server.startAgain();
  }
  ASSERT_TRUE(connectTo(server).enrol("Bob", portraitJpeg(2, 1), "", false));
  expectPrivate(server);
  EXPECT_EQ(server.stop().exitStatus, 0);
  expectPrivate(server);
}

INSTANTIATE_TEST_SUITE_P(Umasks, DataModes, testing::Values(0, 077, 0777),
                         [](const auto& instance) { return "Mask" + std::to_string(instance.index); });

}  // namespace
}  // namespace facewire::test
