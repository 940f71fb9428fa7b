#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "data_fixture.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(CheckCommand, SaysWhatIsInTheGalleryAndThatItIsSound) {
  ServerProcess server;
  {
    auto client = connectTo(server);
    ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
    ASSERT_TRUE(client.enrol("The postman", portraitJpeg(2, 1), "", false, true));
  }
  const ProcessResult running = checkData(server.dataFolder());
  EXPECT_EQ(running.exitStatus, 1);
  EXPECT_TRUE(contains(running.out, "in use by a running facewired (process " + std::to_string(server.id()) + ")"))
      << running.out;
  EXPECT_TRUE(contains(running.out, "stop it and check again")) << running.out;

  server.kill();
  const ProcessResult check = checkData(server.dataFolder());
  EXPECT_EQ(check.exitStatus, 0);
  EXPECT_EQ(check.err, "");
  EXPECT_TRUE(contains(check.out, "people       1, 1 known stranger\n")) << check.out;
  EXPECT_TRUE(contains(check.out, "samples      2, ")) << check.out;
  EXPECT_TRUE(contains(check.out, "descriptors  2 by lbph")) << check.out;
  EXPECT_TRUE(check.out.ends_with("\nsound\n")) << check.out;

  const ProcessResult json =
      runProcess(FACEWIRE_SERVER_PROGRAM, {"check", "--json", "--data", server.dataFolder().string()});
  const auto object = nlohmann::json::parse(json.out);
  EXPECT_EQ(object.at("sound"), true);
  EXPECT_EQ(object.at("people"), 2);
  EXPECT_EQ(object.at("strangers"), 1);
  EXPECT_EQ(object.at("samples"), 2);
  EXPECT_TRUE(object.at("problems").empty());
}

TEST(CheckCommand, TellsWrongUseFromProblems) {
  const TemporaryFolder folder;
  const ProcessResult wrong = runProcess(FACEWIRE_SERVER_PROGRAM, {"check", "--no-such-flag"});
  EXPECT_EQ(wrong.exitStatus, 2);
  EXPECT_EQ(wrong.out, "");
  const ProcessResult missing = checkData(folder.path() / "none");
  EXPECT_EQ(missing.exitStatus, 1);
  EXPECT_TRUE(contains(missing.out, "none\" cannot be looked at (No such file or directory)")) << missing.out;
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "none"));
}

}  // namespace
}  // namespace facewire::test
