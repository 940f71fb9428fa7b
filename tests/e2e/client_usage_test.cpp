#include <gtest/gtest.h>

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
