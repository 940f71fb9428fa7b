#include "facewire/base/person_name.hpp"

#include <gtest/gtest.h>

namespace facewire {
namespace {

TEST(CanonicalName, KeepsNamesOfAnyScript) {
  for (const char* name : {"Ada", "Дарья", "富士子", "گلناز", "हर्ष", "O'Neil-Ström", "می\u200cنا"}) {
    EXPECT_EQ(canonicalName(name).value_or("?"), name);
  }
}

TEST(CanonicalName, TrimsWhiteSpaceOfAnyScript) {
  EXPECT_EQ(*canonicalName("  Ada Byron \u3000\u00A0"), "Ada Byron");
}

TEST(CanonicalName, RefusesWhatCannotBeAName) {
  const std::string tooLong(kMaxNameBytes + 1, 'a');
  for (const std::string& name :
       {std::string(), std::string(" \u3000"), std::string("a\nb"), std::string("a\0b", 3), std::string("a\x7F"),
        std::string("\u202Eevil"), std::string("A\u200B"), std::string("\xC3"), std::string("\xC0\xAF"),
        std::string("\xED\xA0\x80"), std::string("\xF4\x90\x80\x80"), std::string("\xFF"), tooLong}) {
    const auto result = canonicalName(name);
    ASSERT_FALSE(result) << name;
    EXPECT_EQ(result.error().code, ErrorCode::badName);
    EXPECT_FALSE(result.error().detail.empty());
  }
}

TEST(CanonicalName, TakesTheLongestNameAllowed) {
  const std::string longest(kMaxNameBytes, 'a');
  EXPECT_EQ(*canonicalName(" " + longest + " "), longest);
}

}  // namespace
}  // namespace facewire
