#include "facewire/command_line/help_format.hpp"

#include <gtest/gtest.h>

namespace facewire::command_line {
namespace {

TEST(HelpFormat, WrapsBetweenWords) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree");
  EXPECT_EQ(wrapped("one two three", 100), "one two three");
  EXPECT_EQ(wrapped("a verylongword b", 5), "a\nverylongword\nb");
  EXPECT_EQ(wrapped("", 5), "");
}

TEST(HelpFormat, JoinsParagraphsAndLeavesExamplesAlone) {
  EXPECT_EQ(reflowed("one\ntwo three\n\n  an example that is long\n  another", 10),
            "one two\nthree\n\n  an example that is long\n  another");
  EXPECT_EQ(reflowed("", 10), "");
}

}  // namespace
}  // namespace facewire::command_line
