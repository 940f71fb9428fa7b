#include <gtest/gtest.h>

#include <sstream>

#include "server_process.hpp"

namespace facewire::test {
namespace {

TEST(ClientUsage, HelpAndVersionSucceedOnStandardOutput) {
  for (const auto& arguments :
       std::vector<std::vector<std::string>>{{"--help"}, {"stream", "--help"}, {"people", "show", "-h"}}) {
    const ProcessResult result = runClient(arguments);
    EXPECT_EQ(result.exitStatus, 0);
    EXPECT_NE(result.out.find("Usage: facewire"), std::string::npos) << result.out;
  }
  EXPECT_TRUE(runClient({"--version"}).out.starts_with("facewire "));
}

TEST(ClientUsage, HelpFitsATerminal) {
  for (const char* command : {"", "recognize", "verify", "stream", "enroll", "import", "people", "calibrate", "status",
                              "bench", "gallery", "sightings", "watch"}) {
    std::vector<std::string> words{"--help"};
    if (*command != '\0') words.insert(words.begin(), command);
    std::istringstream help(runClient(words).out);
    int lines = 0;
    bool hasExample = false;
    for (std::string line; std::getline(help, line); ++lines) {
      EXPECT_LT(line.size(), 80U) << line;
      if (line.starts_with("  facewire ")) hasExample = true;
    }
    EXPECT_LE(lines, 34) << command;
    EXPECT_TRUE(hasExample) << command;
  }
}

TEST(ClientUsage, TheOptionsThatFewNeedAreNamedAndExplainedWhereAskedFor) {
  EXPECT_NE(runClient({"--help"}).out.find("--help-all"), std::string::npos);
  EXPECT_NE(runClient({"--help"}).out.find("--tls-fingerprint"), std::string::npos);
  EXPECT_EQ(runClient({"--help"}).out.find("Speak TLS"), std::string::npos);
  EXPECT_NE(runClient({"--help-all"}).out.find("Speak TLS"), std::string::npos);
}

TEST(ClientUsage, AWrongCommandLineEndsWithTwoAndSaysWhy) {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{},
                                                                     {"bogus"},
                                                                     {"recognize"},
                                                                     {"enroll", "Ada"},
                                                                     {"enroll", "Ada", "a.jpg", "--camera", "0"},
                                                                     {"stream", "--camera", "x"},
                                                                     {"stream", "--camera", "0", "--video", "a.mp4"},
                                                                     {"bench"},
                                                                     {"bench", "--image", "a.jpg", "--reply", "all"},
                                                                     {"people", "show"},
                                                                     {"--server", "host:99999", "status"},
                                                                     {"--timeout", "-1", "status"}}) {
    const ProcessResult result = runClient(arguments);
    EXPECT_EQ(result.exitStatus, 2) << ::testing::PrintToString(arguments);
    EXPECT_TRUE(result.err.starts_with("facewire: ")) << result.err;
    EXPECT_EQ(result.out, "");
  }
}

TEST(ClientUsage, TheServerAlsoComesFromTheEnvironment) {
  ProcessOptions options;
  options.environment["FACEWIRE_SERVER"] = "unix:/nonexistent/facewired.sock";
  const ProcessResult result = runClient({"status"}, options);
  EXPECT_EQ(result.exitStatus, 3);
  EXPECT_NE(result.err.find("unix:/nonexistent/facewired.sock"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace facewire::test
