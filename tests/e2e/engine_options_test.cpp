#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "real_models.hpp"
#include "server_process.hpp"
#include "small_onnx.hpp"

namespace facewire::test {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr const char* kUseYuNet2022 = "use face_detection_yunet_2022mar.onnx (models/fetch gets it)";

class EngineOptions : public testing::Test {
 protected:
  std::string put(const std::string& name, const std::string& content) const {
    const fs::path file = folder_.path() / name;
    std::ofstream(file, std::ios::binary) << content;
    return file;
  }

  /// The first `part` of a file, under another name.
  std::string putPart(const std::string& name, const std::string& of, double part) const {
    std::ostringstream content;
    content << std::ifstream(of, std::ios::binary).rdbuf();
    const auto size = static_cast<double>(content.str().size());
    return put(name, content.str().substr(0, static_cast<std::size_t>(size * part)));
  }

  static std::string noise(std::size_t bytes) {
    std::string text;
    std::uint32_t state = 7;
    while (text.size() < bytes) text += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
    return text;
  }

  ProcessResult run(Words arguments) const {
    Words words{"--data", folder_.path() / "data", "--listen", "127.0.0.1:0", "--log-level", "warn"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return runProcess(FACEWIRE_SERVER_PROGRAM, words, environment_, std::chrono::seconds(60));
  }

  /// Refused at start, and by --check-config, in one line that has all of `says`.
  void expectRefusal(Words arguments, const Words& says) const {
    SCOPED_TRACE(testing::PrintToString(arguments));
    const ProcessResult start = run(arguments);
    arguments.push_back("--check-config");
    const ProcessResult check = run(arguments);
    for (const ProcessResult& result : {start, check}) {
      EXPECT_FALSE(result.timedOut);
      EXPECT_EQ(result.exitStatus, 2);
      EXPECT_EQ(result.out, "");
      EXPECT_TRUE(result.err.starts_with("facewired: ")) << result.err;
      EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
      for (const std::string& text : says) EXPECT_NE(result.err.find(text), std::string::npos) << result.err;
    }
    EXPECT_FALSE(fs::exists(folder_.path() / "data")) << "nothing is made before the models are found to be good";
  }

  void expectDetectorRefused(const std::string& file, const Words& says) const {
    Words all{file};
    all.insert(all.end(), says.begin(), says.end());
    expectRefusal({"--detector-model", file}, all);
  }

  void expectRecognizerRefused(const std::string& file, const Words& says) const {
    Words all{file};
    all.insert(all.end(), says.begin(), says.end());
    expectRefusal({"--recognizer-model", file}, all);
  }

  TemporaryFolder folder_;
  ProcessOptions environment_{"", {{"OPENCV_LOG_LEVEL", ""}, {"OPENCV_DUMP_ERRORS", ""}}};
};

TEST_F(EngineOptions, TheDeepEngineNeedsItsModels) {
  expectRefusal({"--engine", "deep"}, {"--detector-model FILE (models/fetch gets one)", "--detector haar"});
  expectRefusal({"--detector", "yunet"}, {"--detector-model FILE (models/fetch gets one)"});
  expectRefusal({"--engine", "deep", "--detector", "haar"},
                {"--recognizer-model FILE (models/fetch gets one)", "--recognizer lbph"});
  expectRefusal({"--recognizer", "network"}, {"--recognizer-model FILE (models/fetch gets one)"});
  expectRefusal({"--engine", "deeper"}, {"(--engine)", "auto, classic, deep", "\"deeper\""});
}

TEST_F(EngineOptions, ADetectorModelThatIsNoneIsRefused) {
  expectDetectorRefused(folder_.path() / "none.onnx", {"no detector model", "models/fetch"});
  expectDetectorRefused(folder_.path(), {"is a directory", "name the file"});
  expectDetectorRefused(put("empty.onnx", ""), {"is empty", "fetch it again"});
  expectDetectorRefused(put("noise.onnx", noise(345478)), {"damaged", kUseYuNet2022});
  expectDetectorRefused(put("cascade.xml", "<opencv_storage/>"), {"no YuNet", kUseYuNet2022});
  expectDetectorRefused(put("colours.onnx", SmallOnnx::meanColours()), {"no YuNet", kUseYuNet2022});
  expectDetectorRefused(put("odd.onnx", SmallOnnx::operation("NoSuchOperation")), {"no YuNet", kUseYuNet2022});
}

TEST_F(EngineOptions, ARecognizerModelThatIsNoneIsRefused) {
  expectRecognizerRefused(folder_.path() / "none.onnx", {"no recognizer model", "models/fetch"});
  expectRecognizerRefused(folder_.path(), {"is a directory", "name the file"});
  expectRecognizerRefused(put("empty.onnx", ""), {"is empty", "fetch it again"});
  expectRecognizerRefused(put("noise.onnx", noise(400'000)), {"damaged", "fetch it again", "models/README.md"});
  expectRecognizerRefused(put("noise.pb", noise(400'000)), {"damaged", "fetch it again", "models/README.md"});
  expectRecognizerRefused(put("odd.onnx", SmallOnnx::operation("NoSuchOperation")), {"models/README.md"});
  for (const char* ending : {"model.xml", "model.onnx.part", "model"}) {
    expectRecognizerRefused(put(ending, "<opencv_storage/>"), {"kind that is not known", ".onnx", ".caffemodel"});
  }
}

TEST_F(EngineOptions, ARecognizerMustMakeOneVectorOfAFace) {
  for (const char* operation : {"Relu", "Flatten"}) {
    expectRecognizerRefused(put("other.onnx", SmallOnnx::operation(operation)), {"makes a vector", "112 x 112"});
  }
  const ProcessResult good = run({"--recognizer-model", put("good.onnx", SmallOnnx::meanColours()), "--check-config"});
  EXPECT_EQ(good.exitStatus, 0) << good.err;
  EXPECT_EQ(good.err, "");
}

TEST_F(EngineOptions, ANetworkInTwoFilesNeedsBoth) {
  const std::string weights = put("net.caffemodel", noise(400'000));
  expectRecognizerRefused(weights, {"in two files", "--recognizer-config"});
  const Words both{"--recognizer-model", weights, "--recognizer-config"};
  const auto with = [&both](const std::string& config) {
    Words words = both;
    words.push_back(config);
    return words;
  };
  expectRefusal(with(folder_.path() / "none.prototxt"), {"no recognizer config", "none.prototxt"});
  expectRefusal(with(put("empty.prototxt", "")), {"recognizer config", "empty.prototxt", "is empty"});
  // protobuf would tell of it itself.
  expectRefusal(with(put("cut.prototxt", "layer { name: \"conv1\"")), {weights, "cut.prototxt", "damaged"});
  expectRefusal(with(put("other.prototxt", "no network")), {weights, "other.prototxt", "damaged"});
  expectRefusal({"--recognizer-model", put("one.onnx", SmallOnnx::meanColours()), "--recognizer-config", weights},
                {"one.onnx", "in one file", "leave out --recognizer-config"});
}

/// As whoever had set one for LBPH and then changes the engine.
TEST_F(EngineOptions, AThresholdOfTheOtherEngineIsRefused) {
  const std::string network = put("network.onnx", SmallOnnx::meanColours());
  expectRefusal({"--recognizer-model", network, "--threshold", "58"},
                {"every face would be named", "leave out --threshold", "near 0."});
  EXPECT_EQ(run({"--recognizer-model", network, "--threshold", "0.5", "--check-config"}).exitStatus, 0);
  EXPECT_EQ(run({"--threshold", "58", "--check-config"}).exitStatus, 0);
}

TEST_F(EngineOptions, YuNetOf2023IsToldApart) {
  // By the names of its outputs, in the file as they are.
  const std::string text = SmallOnnx::operation("Relu") + "cls_8 cls_16 cls_32 obj_8 bbox_8 kps_8 kps_16 kps_32";
  expectDetectorRefused(put("face_detection_yunet_2023mar.onnx", text),
                        {"2023", "OpenCV 4.6 cannot run", kUseYuNet2022});
}

TEST_F(EngineOptions, WhatOpenCvSaysIsShownToWhoeverAsks) {
  environment_.environment["OPENCV_LOG_LEVEL"] = "ERROR";
  const ProcessResult result =
      run({"--check-config", "--recognizer-model", put("odd.onnx", SmallOnnx::operation("NoSuchOperation"))});
  EXPECT_EQ(result.exitStatus, 2);
  EXPECT_NE(result.err.find("NoSuchOperation"), std::string::npos) << result.err;
}

/// With the networks that are beside the repository.
class EngineOptionsWithRealModels : public EngineOptions {
 protected:
  void SetUp() override {
    if (!models_.exist()) GTEST_SKIP() << "no networks in " << sharedData() / "models";
  }

  const RealModels models_;
};

TEST_F(EngineOptionsWithRealModels, GoodOnesAreTaken) {
  for (Words words : {models_.deep(), models_.findingByYuNet(), models_.encodingByNetwork()}) {
    words.push_back("--check-config");
    const ProcessResult result = run(words);
    EXPECT_EQ(result.exitStatus, 0) << result.err;
    EXPECT_EQ(result.out, "The configuration is good.\n");
    EXPECT_EQ(result.err, "");
  }
}

TEST_F(EngineOptionsWithRealModels, CutOnesAreRefused) {
  for (const double part : {0.02, 0.5, 0.999}) {
    expectDetectorRefused(putPart("yunet.onnx", models_.yunet, part), {"damaged", kUseYuNet2022});
    const std::string weights = putPart("net.caffemodel", models_.network, part);
    expectRefusal({"--recognizer-model", weights, "--recognizer-config", models_.config}, {weights, "damaged"});
    const std::string config = putPart("net.prototxt", models_.config, part);
    expectRefusal({"--recognizer-model", models_.network, "--recognizer-config", config}, {config, "damaged"});
  }
}

TEST_F(EngineOptionsWithRealModels, ModelsInEachOthersPlaceAreRefused) {
  expectDetectorRefused(models_.network, {"no YuNet", kUseYuNet2022});
  expectRecognizerRefused(models_.yunet, {"no network that makes a vector", "models/README.md"});
  expectRefusal({"--recognizer-model", models_.network, "--recognizer-config", models_.yunet}, {"damaged"});
}

}  // namespace
}  // namespace facewire::test
