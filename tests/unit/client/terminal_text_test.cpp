#include "terminal_text.hpp"

#include <gtest/gtest.h>

namespace facewire::app {
namespace {

TEST(Printable, KeepsNamesOfAnyScript) {
  for (const char* name : {"Ada Lovelace", "Zoë", "王小明", "محمد", "👩‍🔬"}) EXPECT_EQ(printable(name), name);
}

TEST(Printable, TakesControlOfTheTerminalAway) {
  EXPECT_EQ(printable("a\x1b[31mb\r\n\x7f"), "a?[31mb???");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "?31m");  // CSI as one C1 character
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "abc"),
            "?abc");  // right-to-left override
}

TEST(Printable, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(printable("a\xFF"
                      "b"),
            "a?b");
  EXPECT_EQ(printable("\xC0\xAF"), "??");       // overlong '/'
  EXPECT_EQ(printable("\xED\xA0\x80"), "???");  // a surrogate
  EXPECT_EQ(printable("Zo\xC3"), "Zo?");        // cut off
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(displayWidth("Ada"), 3U);
  EXPECT_EQ(displayWidth("Zoë"), 3U);
  EXPECT_EQ(displayWidth("Zoe\xCC\x88"), 3U);
  EXPECT_EQ(displayWidth("王小明"), 6U);
  EXPECT_EQ(displayWidth("हर्ष"), 3U);  // its virama takes no column
  EXPECT_EQ(displayWidth("สมศรี"), 4U);
  EXPECT_EQ(padded("王", 4), "王  ");
}

TEST(DisplayWidth, CutsBetweenCharacters) {
  EXPECT_EQ(cutToWidth("abc", 5), "abc");
  EXPECT_EQ(cutToWidth("abc", 2), "ab");
  EXPECT_EQ(cutToWidth("富士子", 5), "富士");
}

TEST(QuotedForShell, IsOneWordOfACommandLine) {
  EXPECT_EQ(quotedForShell("Ada"), "Ada");
  EXPECT_EQ(quotedForShell("Björn"), "Björn");
  EXPECT_EQ(quotedForShell("Ada Lovelace"), "'Ada Lovelace'");
  EXPECT_EQ(quotedForShell("$(reboot)"), "'$(reboot)'");
  EXPECT_EQ(quotedForShell("O'Hara"), "'O'\\''Hara'");
  EXPECT_EQ(quotedForShell("-x"), "'-x'");
}

TEST(Numbers, HaveAPointWhateverTheLocale) {
  EXPECT_EQ(fixed(41.25, 1), "41.2");
  EXPECT_EQ(fixed(1e300 * 1e300, 1), "?");
}

TEST(Numbers, TellDistancesAsFinelyAsTheEngineHasThem) {
  EXPECT_EQ(distanceNumber(70, 70), "70");
  EXPECT_EQ(distanceNumber(61.17, 70), "61.2");
  EXPECT_EQ(distanceNumber(0.5712, 0.6), "0.57");
  EXPECT_EQ(distanceNumber(0.6, 0.6), "0.6");
}

TEST(Numbers, CountAndTime) {
  EXPECT_EQ(counted(1, "frame"), "1 frame");
  EXPECT_EQ(counted(0, "frame"), "0 frames");
  EXPECT_EQ(clockText(5.9), "0:05");
  EXPECT_EQ(clockText(3727), "1:02:07");
}

}  // namespace
}  // namespace facewire::app
