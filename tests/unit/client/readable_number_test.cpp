#include "readable_number.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace facewire::app {
namespace {

using namespace std::chrono_literals;

TEST(ReadableNumber, GroupsDigitsByThree) {
  EXPECT_EQ(groupedNumber(0), "0");
  EXPECT_EQ(groupedNumber(999), "999");
  EXPECT_EQ(groupedNumber(1000), "1,000");
  EXPECT_EQ(groupedNumber(25'000'000), "25,000,000");
  EXPECT_EQ(groupedNumber(18446744073709551615U), "18,446,744,073,709,551,615");
}

TEST(ReadableNumber, TellsBytesInTheLargestUnitThatIsExact) {
  EXPECT_EQ(bytesText(8u << 20), "8 MiB");
  EXPECT_EQ(bytesText(std::uint64_t{3} << 30), "3 GiB");
  EXPECT_EQ(bytesText(1536), "1,536 bytes");
  EXPECT_EQ(bytesText((1u << 20) + 1024), "1,025 KiB");
  EXPECT_EQ(bytesText(1), "1 byte");
  EXPECT_EQ(bytesText(0), "0 bytes");
}

TEST(ReadableNumber, TellsATimeInItsTwoLargestUnits) {
  EXPECT_EQ(durationText(0s), "0 seconds");
  EXPECT_EQ(durationText(1s), "1 second");
  EXPECT_EQ(durationText(59s), "59 seconds");
  EXPECT_EQ(durationText(60s), "1 minute");
  EXPECT_EQ(durationText(125s), "2 minutes 5 seconds");
  EXPECT_EQ(durationText(3600s), "1 hour");
  EXPECT_EQ(durationText(3601s), "1 hour");
  EXPECT_EQ(durationText(49h + 59min), "2 days 1 hour");
  EXPECT_EQ(durationText(-5s), "0 seconds");
}

TEST(ReadableNumber, TellsALimitOfTime) {
  EXPECT_EQ(secondsText(0.5), "0.5 s");
  EXPECT_EQ(secondsText(10), "10 s");
  EXPECT_EQ(secondsText(90), "90 s");
  EXPECT_EQ(secondsText(600), "10 min");
}

class ShownTimeTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const char* zone = std::getenv("TZ")) before_ = zone;
    setZone("XYZ-5:30");  // five and a half hours before UTC's clock
  }
  void TearDown() override { setZone(before_); }
  static void setZone(const std::string& zone) {
    zone.empty() ? ::unsetenv("TZ") : ::setenv("TZ", zone.c_str(), 1);
    ::tzset();
  }
  std::string before_;
};

TEST_F(ShownTimeTest, IsOnThisMachinesClock) {
  EXPECT_EQ(localTime("2026-11-22T20:41:07Z"), "2026-11-23 02:11");
}

TEST_F(ShownTimeTest, LeavesWhatIsNoTimeAsItIsButPrintable) {
  EXPECT_EQ(localTime("yesterday"), "yesterday");
  EXPECT_EQ(localTime("2026-11-22T20:41:07+01:00"), "2026-11-22T20:41:07+01:00");
  EXPECT_EQ(localTime("\x1b[2J"), "?[2J");
  EXPECT_EQ(localTime(""), "");
}

}  // namespace
}  // namespace facewire::app
