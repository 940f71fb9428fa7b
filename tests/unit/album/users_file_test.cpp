#include "facewire/album/users_file.hpp"

#include <gtest/gtest.h>

namespace facewire::album {
namespace {

using Names = std::map<std::int64_t, std::string>;

std::string errorOf(std::string_view text) {
  const auto names = parseUsersFile(text, "users_name.txt");
  return names ? "none" : names.error().detail;
}

TEST(UsersFile, ReadsIdsAndNamesWithoutALastLineEnd) {
  EXPECT_EQ(parseUsersFile("1,Mr smith\n2,Ms Emma", "f"), (Names{{1, "Mr smith"}, {2, "Ms Emma"}}));
}

TEST(UsersFile, TakesByteOrderMarkCrlfBlankLinesAndSpaces) {
  EXPECT_EQ(parseUsersFile("\xEF\xBB\xBF"
                           "1,Ada\r\n\r\n  \t\r\n 2 ,  Bob \r\n",
                           "f"),
            (Names{{1, "Ada"}, {2, "Bob"}}));
}

TEST(UsersFile, ANameMayHoldCommas) {
  EXPECT_EQ(parseUsersFile("3,King, Martin L.", "f"), (Names{{3, "King, Martin L."}}));
}

TEST(UsersFile, TheSameLineTwiceIsFine) {
  EXPECT_EQ(parseUsersFile("1,Ada\n1,Ada", "f"), (Names{{1, "Ada"}}));
}

TEST(UsersFile, NamesTheLineOfAnError) {
  EXPECT_EQ(errorOf("1,Ada\n\nBob\n"), "users_name.txt line 3: expected '<id>,<name>', found 'Bob'");
  EXPECT_EQ(errorOf("x1,Ada"), "users_name.txt line 1: expected '<id>,<name>', found 'x1,Ada'");
  EXPECT_EQ(errorOf("1,Ada\n1,Bob"), "users_name.txt line 2: id 1 is already 'Ada'");
  EXPECT_TRUE(errorOf("1,Ada\n2,").starts_with("users_name.txt line 2: ")) << errorOf("1,Ada\n2,");
}

TEST(UsersFile, AnEmptyFileNamesNobody) {
  EXPECT_EQ(parseUsersFile("", "f"), Names{});
}

}  // namespace
}  // namespace facewire::album
