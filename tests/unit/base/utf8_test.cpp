#include "facewire/base/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace facewire {
namespace {

TEST(Utf8, IsWhatRfc3629Says) {
  for (const char* text : {"", "Ada", "Zoë", "Дарья", "名前", "\u07FF\u0800\uFFFD", "\U00010000\U0010FFFF"}) {
    EXPECT_TRUE(isUtf8(text)) << text;
  }
  for (const std::string& text :
       {std::string("\xFF"), std::string("a\x80"), std::string("\xC3"), std::string("\xE2\x82"),
        std::string("\xC0\xAF"), std::string("\xE0\x80\xAF"), std::string("\xED\xA0\x80"),
        std::string("\xF4\x90\x80\x80"), std::string("\xF8\x88\x80\x80\x80")}) {
    EXPECT_FALSE(isUtf8(text)) << text;
  }
}

TEST(Utf8, IsTakenOneCodePointAtATime) {
  std::string_view text = "é€\U0001F600";
  EXPECT_EQ(takeCodePoint(text), 0xE9u);
  EXPECT_EQ(takeCodePoint(text), 0x20ACu);
  EXPECT_EQ(takeCodePoint(text), 0x1F600u);
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace facewire
