#include <regex>

#include "client_fixture.hpp"

namespace facewire::test {
namespace {

using StatusCommand = ClientEndToEnd;

TEST_F(StatusCommand, TellsPeopleHowTheServerIsDoing) {
  enrol("Ada", 1);
  EXPECT_EQ(facewire({"recognize", portrait(1, 1), portrait(2, 1)}).exitStatus, 11);
  const ProcessResult status = facewire({"status"});
  EXPECT_EQ(status.exitStatus, 0);
  EXPECT_EQ(status.err, "");
  for (const char* line :
       {"facewired [0-9.]+ at 127\\.0\\.0\\.1:[0-9]+, up for [0-9]+ (second|minute)s?.*",
        "  People     1, with 3 samples", "  Engine     classic \\(haar, lbph\\)", "  Threshold  68, the default",
        "  Clients    1 of at most 256", "  Frames     2 recognised, [0-9.]+ a second now",
        "  Faces      1 known, 1 unknown", "  Workers    0 of [0-9]+ busy, nothing waiting", "  LIMIT +SET TO +REACHED",
        "  max_pixels +25,000,000 +-", "  idle_timeout +10 min +-"}) {
    EXPECT_TRUE(std::regex_search(status.out, std::regex("(^|\n)" + std::string(line) + "\n"))) << line << "\n"
                                                                                                << status.out;
  }
}

TEST_F(StatusCommand, IsOneJsonObjectForPrograms) {
  const auto lines = jsonLines(facewire({"--json", "status"}).out);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["frames"], 0);
  EXPECT_EQ(lines[0]["frames_per_second"], 0);
  EXPECT_EQ(lines[0]["limits"]["max_clients"], 256);
  EXPECT_EQ(lines[0]["engine"]["threshold_from"], "default");
}

TEST_F(StatusCommand, IsToldAgainAndAgainUntilItIsInterrupted) {
  const auto watching = startFacewire({"--json", "status", "--watch"});
  ASSERT_TRUE(watching->waitForOutput("}\n{"));
  watching->sendSignal(SIGINT);
  const ProcessResult result = watching->wait();
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_GE(jsonLines(result.out).size(), 2U);
}

TEST_F(StatusCommand, StopsWatchingWhereTheServerEnds) {
  const auto watching = startFacewire({"status", "-w"});
  ASSERT_TRUE(watching->waitForOutput("Workers"));
  server_.stop();
  const ProcessResult result = watching->wait();
  EXPECT_EQ(result.exitStatus, 3);
  EXPECT_NE(result.err.find("facewire: "), std::string::npos) << result.err;
}

TEST_F(StatusCommand, IsColouredWhereThatIsAskedForAndOnlyThere) {
  enrol("Ada", 1);
  const std::string picture = portrait(1, 1);
  EXPECT_EQ(facewire({"recognize", picture}).out.find('\x1b'), std::string::npos);
  EXPECT_NE(facewire({"--color", "always", "recognize", picture}).out.find("\x1b[1;32mAda\x1b[0m"), std::string::npos);
  EXPECT_NE(facewire({"--color", "always", "status"}).out.find("\x1b[1mfacewired"), std::string::npos);
  EXPECT_EQ(facewire({"--color", "never", "status"}).out.find('\x1b'), std::string::npos);
  EXPECT_EQ(facewire({"--color", "sometimes", "status"}).exitStatus, 2);
}

}  // namespace
}  // namespace facewire::test
