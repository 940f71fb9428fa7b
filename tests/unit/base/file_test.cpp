#include "facewire/base/file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

namespace facewire {
namespace {

class FileTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "facewire-file-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(FileTest, ReadsBackWhatWasWritten) {
  const std::string text(200'000, 'x');
  ASSERT_TRUE(writeFile(folder_ / "a", asBytes(text)));
  const auto read = readFile(folder_ / "a", 200'000);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(asText(*read), text);
}

TEST_F(FileTest, ReplacesForItsOwnerAloneOrNotAtAll) {
  const auto file = folder_ / "secret";
  ASSERT_TRUE(writeFile(file, asBytes(std::string("old"))));
  std::filesystem::permissions(file, std::filesystem::perms::all);
  ASSERT_TRUE(replacePrivateFile(file, asBytes(std::string("new"))));
  EXPECT_EQ(asText(readFile(file, 100).value()), "new");
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);

  const auto taken = folder_ / "folder";
  std::filesystem::create_directories(taken / "full");
  const auto refused = replacePrivateFile(taken, asBytes(std::string("new")));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find(taken.string()), std::string::npos) << refused.error().detail;
  EXPECT_TRUE(std::filesystem::is_directory(taken / "full"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "folder.new"));
}

TEST_F(FileTest, RefusesWhatIsLargerThanAllowed) {
  ASSERT_TRUE(writeFile(folder_ / "a", asBytes(std::string(101, 'x'))));
  EXPECT_FALSE(readFile(folder_ / "a", 100));
  EXPECT_TRUE(readFile(folder_ / "a", 101));
}

TEST_F(FileTest, NamesTheFileThatCannotBeRead) {
  for (const auto& file : {folder_ / "missing", folder_}) {
    const auto read = readFile(file, 100);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::invalidInput);
    EXPECT_NE(read.error().detail.find(file.string()), std::string::npos);
  }
}

TEST_F(FileTest, NamesTheFileThatCannotBeWritten) {
  const auto written = writeFile(folder_ / "no" / "such", asBytes("x"));
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().detail.find("such"), std::string::npos);
}

TEST(ErrorWords, AreReadBackAsTheSameCode) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::invalidInput); ++code) {
    const auto known = static_cast<ErrorCode>(code);
    EXPECT_EQ(errorCodeFromWord(toWord(known)), known);
  }
  EXPECT_FALSE(errorCodeFromWord("no_such_word"));
}

}  // namespace
}  // namespace facewire
