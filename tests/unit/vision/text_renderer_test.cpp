#include "text_renderer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace facewire::vision {
namespace {

constexpr int kWide = 2'000;
const TextStyle kStyle{24, false, 0xFFFFFFFF};

std::uint32_t inkAt(const TextImage& image, int x, int y) {
  return image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                      static_cast<std::size_t>(x)] >>
         24;
}

bool hasInk(const TextImage& image) {
  return std::any_of(image.pixels.begin(), image.pixels.end(), [](std::uint32_t pixel) { return pixel != 0; });
}

/// Pango draws a character that no font has as a framed hexadecimal code: its first column is inked from top to bottom.
/// So is that of letters which begin with a stem; the names below do not.
bool startsWithMissingGlyph(const TextImage& image) {
  for (int x = 0; x < image.width; ++x) {
    int inked = 0;
    int first = image.height;
    int last = 0;
    for (int y = 0; y < image.height; ++y) {
      if (inkAt(image, x, y) < 32) continue;
      ++inked;
      first = std::min(first, y);
      last = y;
    }
    if (inked == 0) continue;
    // The frame's corners are rounded off by no more than a pixel at either end.
    return inked == last - first + 1 && inked > kStyle.pixels / 2 && inked + 4 > image.height;
  }
  return false;
}

TEST(TextRenderer, DrawsEveryScriptByAFontThatHasIt) {
  TextRenderer renderer;
  // U+0378 is no character, so that no font has it.
  ASSERT_TRUE(startsWithMissingGlyph(*renderer.render("\u0378\u0378", kStyle, kWide)));
  const std::pair<const char*, const char*> names[] = {
      {"Ada", "Zoë"},      {"Ада", "Оля"},    {"Άννα", "Σωκράτης"}, {"محمد", "فاطمة"},    {"רבקה", "שרה"},
      {"सरोजिनी", "मीरा"}, {"สมศรี", "กานดา"}, {"தமிழ்", "கமலா"},     {"富士子", "小林一"}, {"さくら", "みどり"},
      {"ქეთევან", "ნინო"}, {"Արամ", "Անի"},   {"ወለተ", "አበበ"},       {"수민", "승우"}};
  for (const auto& [first, second] : names) {
    const auto one = renderer.render(first, kStyle, kWide);
    const auto other = renderer.render(second, kStyle, kWide);
    EXPECT_TRUE(hasInk(*one)) << first;
    EXPECT_FALSE(startsWithMissingGlyph(*one)) << first;
    EXPECT_FALSE(startsWithMissingGlyph(*other)) << second;
    EXPECT_TRUE(one->width != other->width || one->pixels != other->pixels) << first << " looks like " << second;
  }
}

TEST(TextRenderer, JoinsArabicLetters) {
  TextRenderer renderer;
  // U+200C between letters keeps them apart; without it they take their joined forms, which are narrower.
  const auto joined = renderer.render("\u0633\u0633\u0633", kStyle, kWide);
  const auto apart = renderer.render("\u0633\u200C\u0633\u200C\u0633", kStyle, kWide);
  EXPECT_LT(joined->width, apart->width * 9 / 10);
}

TEST(TextRenderer, OrdersTextFromRightToLeft) {
  TextRenderer renderer;
  // Lamed rises above all other Hebrew letters: written first, it stands at the right.
  const auto word = renderer.render("\u05DC\u05D5\u05D5\u05D5\u05D5", kStyle, kWide);
  int highestLeft = word->height;
  int highestRight = word->height;
  for (int y = word->height - 1; y >= 0; --y) {
    for (int x = 0; x < word->width; ++x) {
      if (inkAt(*word, x, y) > 128) (x < word->width / 2 ? highestLeft : highestRight) = y;
    }
  }
  EXPECT_LT(highestRight, highestLeft);
}

TEST(TextRenderer, TakesMarkupAsText) {
  TextRenderer renderer;
  const auto plain = renderer.render("Ada", kStyle, kWide);
  EXPECT_GT(renderer.render("<b>Ada</b>", kStyle, kWide)->width, plain->width * 2);
  EXPECT_GT(renderer.render("&amp;", kStyle, kWide)->width, renderer.render("&", kStyle, kWide)->width * 3);
}

TEST(TextRenderer, ReplacesWhatIsNotUtf8) {
  TextRenderer renderer;
  for (const std::string text : {"\xFF", "Ada \xC3", "\xE5\xAF", "\xED\xA0\x80", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_TRUE(hasInk(*renderer.render(text, kStyle, kWide)));
  }
  EXPECT_TRUE(hasInk(*renderer.render(std::string_view("a\0b", 3), kStyle, kWide)));
  EXPECT_FALSE(hasInk(*renderer.render("", kStyle, kWide)));
}

TEST(TextRenderer, CutsLongTextWithAnEllipsis) {
  TextRenderer renderer;
  for (const char* letter : {"W", "i", "ש", "س", "富"}) {
    std::string name;
    for (int i = 0; i < 300; ++i) name += letter;
    const auto cut = renderer.render(name, kStyle, 200);
    EXPECT_LE(cut->width, 200) << letter;
    EXPECT_GT(cut->width, 140) << letter;
    EXPECT_TRUE(hasInk(*cut)) << letter;
  }
  EXPECT_LE(renderer.render(std::string(10'000'000, 'W'), kStyle, 200)->width, 200);
}

TEST(TextRenderer, BoundsTheHeightOfStackedMarks) {
  TextRenderer renderer;
  std::string stacked = "A";
  for (int i = 0; i < 60; ++i) stacked += "\u0301";
  EXPECT_LE(renderer.render(stacked, kStyle, kWide)->height, kStyle.pixels * 22 / 10);
}

TEST(TextRenderer, DrawsAgainFromItsCache) {
  TextRenderer renderer;
  const auto first = renderer.render("Ada", kStyle, kWide);
  EXPECT_EQ(renderer.render("Ada", kStyle, kWide), first);
  EXPECT_NE(renderer.render("Ada", {25, false, 0xFFFFFFFF}, kWide), first);
  EXPECT_NE(renderer.render("Ada", {24, true, 0xFFFFFFFF}, kWide), first);
  EXPECT_NE(renderer.render("Ada", {24, false, 0xFF000000}, kWide), first);
  EXPECT_NE(renderer.render("Ada", kStyle, 20), first);
}

TEST(TextRenderer, ForgetsWhatWasUsedLongestAgo) {
  TextRenderer renderer;
  const TextStyle large{100, false, 0xFFFFFFFF};
  const std::weak_ptr<const TextImage> unused = renderer.render("unused", large, kWide);
  const std::weak_ptr<const TextImage> used = renderer.render("used", large, kWide);
  for (int i = 0; i < 200; ++i) {
    renderer.render("person " + std::to_string(i), large, kWide);
    renderer.render("used", large, kWide);
  }
  EXPECT_TRUE(unused.expired());
  EXPECT_FALSE(used.expired());
}

}  // namespace
}  // namespace facewire::vision
