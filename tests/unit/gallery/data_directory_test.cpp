#include "facewire/gallery/data_directory.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>

#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

mode_t modeOf(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

std::string refusal(const std::filesystem::path& path) {
  return test::refusalOf([&] { DataDirectory directory(path); });
}

TEST(DataDirectory, IsMadePrivateWithItsParentsWhateverTheUmask) {
  const test::TemporaryFolder temporary;
  for (const mode_t mask : {0U, 0777U}) {
    const auto parent = temporary.path() / std::to_string(mask);
    const mode_t before = ::umask(mask);
    { const DataDirectory directory(parent / "facewire"); }
    ::umask(before);
    EXPECT_EQ(modeOf(parent), 0700U);
    EXPECT_EQ(modeOf(parent / "facewire"), 0700U);
    EXPECT_EQ(modeOf(parent / "facewire" / "facewired.lock"), 0600U);
  }
}

TEST(DataDirectory, LeavesTheModeOfAnExistingOneAlone) {
  const test::TemporaryFolder temporary;
  ASSERT_EQ(::chmod(temporary.path().c_str(), 0755), 0);
  const DataDirectory directory(temporary.path());
  EXPECT_EQ(modeOf(temporary.path()), 0755U);
}

TEST(DataDirectory, RefusesOneThatEverybodyMayWrite) {
  const test::TemporaryFolder temporary;
  ASSERT_EQ(::chmod(temporary.path().c_str(), 0777), 0);
  EXPECT_NE(refusal(temporary.path()).find("may be written by everybody"), std::string::npos);
  EXPECT_TRUE(std::filesystem::is_empty(temporary.path()));
}

TEST(DataDirectory, NamesTheGalleryFile) {
  const test::TemporaryFolder temporary;
  const DataDirectory directory(temporary.path() / "data" / "");
  EXPECT_EQ(directory.path(), temporary.path() / "data");
  EXPECT_EQ(directory.galleryFile(), temporary.path() / "data" / "gallery.db");
}

TEST(DataDirectory, RefusesASecondHolderNamingTheFirst) {
  const test::TemporaryFolder temporary;
  std::optional<DataDirectory> first(temporary.path());
  EXPECT_EQ(refusal(temporary.path()), "\"" + temporary.path().string() +
                                           "\" is in use by another facewired (process " + std::to_string(::getpid()) +
                                           "): stop it, or choose another --data");
  first.reset();
  EXPECT_EQ(refusal(temporary.path()), "");
}

TEST(DataDirectory, RefusesASecondProcess) {
  const test::TemporaryFolder temporary;
  const DataDirectory first(temporary.path());
  const pid_t child = ::fork();
  if (child == 0) ::_exit(refusal(temporary.path()).find("is in use") != std::string::npos ? 0 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(DataDirectory, RefusesWhatIsNoDirectory) {
  const test::TemporaryFolder temporary;
  test::writeContent(temporary.path() / "file", "text");
  EXPECT_NE(refusal(temporary.path() / "file").find("is not a directory"), std::string::npos);
  EXPECT_NE(refusal(temporary.path() / "file" / "below").find("below\" cannot be made"), std::string::npos);
  EXPECT_NE(refusal("").find("no name"), std::string::npos);
}

TEST(DataDirectory, SaysThatItCannotBeWritten) {
  const test::TemporaryFolder temporary;
  ASSERT_EQ(::chmod(temporary.path().c_str(), 0555), 0);
  const test::OrdinaryUser user;
  EXPECT_NE(refusal(temporary.path()).find("cannot be written: Permission denied"), std::string::npos);
}

}  // namespace
}  // namespace facewire::gallery
