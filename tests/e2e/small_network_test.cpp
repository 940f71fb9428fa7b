#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "facewire/base/file.hpp"
#include "pictures.hpp"
#include "server_process.hpp"
#include "small_onnx.hpp"

namespace facewire::test {
namespace {

/// A server whose network is a few bytes of ONNX: what an embedding's way through the server is, without a model file.
class SmallNetwork : public testing::Test {
 protected:
  SmallNetwork() {
    std::ofstream(network_, std::ios::binary) << SmallOnnx::meanColours();
    EXPECT_TRUE(writeFile(picture_, portraitJpeg(1, 1)));
  }

  void start(std::vector<std::string> arguments) {
    server_.reset();
    arguments.insert(arguments.begin(), {"--data", folder_.path() / "data", "--threshold", "0.5"});
    server_ = std::make_unique<ServerProcess>(arguments);
  }

  nlohmann::json run(const std::vector<std::string>& command) const {
    std::vector<std::string> words{"--server", server_->address(), "--json"};
    words.insert(words.end(), command.begin(), command.end());
    const ProcessResult result = runClient(words);
    EXPECT_NE(result.out, "") << result.err;
    return nlohmann::json::parse(result.out, nullptr, false);
  }

  TemporaryFolder folder_;
  const std::filesystem::path network_ = folder_.path() / "mean colours.onnx";
  const std::filesystem::path picture_ = folder_.path() / "ada.jpg";
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(SmallNetwork, KnowsWhomItHasEnrolledAlsoAfterARestart) {
  const std::vector<std::string> engine{"--recognizer-model", network_};
  start(engine);
  const nlohmann::json status = run({"status"})["engine"];
  EXPECT_EQ(status["detector"], "haar");
  EXPECT_EQ(status["recogniser"], "network");
  EXPECT_TRUE(status["encoder"].get<std::string>().starts_with("net-mean colours-")) << status;
  EXPECT_EQ(run({"enroll", "Ada", picture_})["enrolled"], true);
  for (int starts = 0; starts < 2; ++starts) {
    const nlohmann::json face = run({"recognize", picture_})["faces"].at(0);
    EXPECT_EQ(face["name"], "Ada");
    EXPECT_NEAR(face["distance"].get<double>(), 0, 0.001);
    EXPECT_GT(face["score"], 0.9);
    start(engine);
  }
}

TEST_F(SmallNetwork, IsConfiguredByAFileToo) {
  const std::filesystem::path config = folder_.path() / "facewired.toml";
  std::ofstream(config) << "engine = \"deep\"\ndetector = \"haar\"\nrecognizer_model = '" << network_.string()
                        << "'\nrecognizer_mean = 127.5\nrecognizer_scale = 0.0078125\nrecognizer_channels = \"bgr\"\n";
  start({"--config", config});
  const nlohmann::json status = run({"status"})["engine"];
  EXPECT_EQ(status["detector"], "haar");
  EXPECT_EQ(status["recogniser"], "network");
  EXPECT_NE(status["encoder"].get<std::string>().find("-bgr-m127.5-s0.0078125"), std::string::npos) << status;
}

}  // namespace
}  // namespace facewire::test
