#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <hwy/targets.h>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>
#include <opencv2/objdetect.hpp>
#include <string>
#include <vector>

#include "scan_buffers.hpp"
#include "stump_cascade.hpp"

namespace facewire::vision {

/// Lets everything use one target's instructions while it lives.
class OnTarget {
 public:
  explicit OnTarget(std::int64_t target) { choose(target); }
  ~OnTarget() { choose(0); }
  OnTarget(const OnTarget&) = delete;
  OnTarget& operator=(const OnTarget&) = delete;

 private:
  static void choose(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().DeInit();
  }
};

inline std::filesystem::path shippedCascade(const std::string& name) {
  return std::string(FACEWIRE_CASCADES "/haarcascade_") + name + ".xml";
}

inline const std::vector<std::string> kStumpCascades{
    "frontalface_default", "frontalface_alt", "frontalface_alt_tree", "profileface", "eye", "frontalcatface"};

struct TestStump {
  std::vector<std::array<int, 5>> rects;  ///< x, y, width, height, weight
  double threshold = 0;
  double left = -1;
  double right = 1;
  int feature = -1;  ///< its own where negative
};

struct TestStage {
  double threshold = 0;
  std::vector<TestStump> stumps;
};

/// A cascade as OpenCV writes it.
inline std::string cascadeText(cv::Size window, const std::vector<TestStage>& stages) {
  cv::FileStorage out(".xml", cv::FileStorage::WRITE | cv::FileStorage::MEMORY);
  out << "cascade"
      << "{"
      << "stageType"
      << "BOOST"
      << "featureType"
      << "HAAR"
      << "height" << window.height << "width" << window.width << "stageParams"
      << "{"
      << "maxWeakCount" << 9 << "}"
      << "featureParams"
      << "{"
      << "maxCatCount" << 0 << "}"
      << "stageNum" << static_cast<int>(stages.size()) << "stages"
      << "[";
  int feature = 0;
  for (const TestStage& stage : stages) {
    out << "{"
        << "maxWeakCount" << static_cast<int>(stage.stumps.size()) << "stageThreshold" << stage.threshold
        << "weakClassifiers"
        << "[";
    for (const TestStump& stump : stage.stumps) {
      out << "{"
          << "internalNodes"
          << "[:" << 0 << -1 << (stump.feature < 0 ? feature : stump.feature) << stump.threshold << "]"
          << "leafValues"
          << "[:" << stump.left << stump.right << "]"
          << "}";
      ++feature;
    }
    out << "]"
        << "}";
  }
  out << "]"
      << "features"
      << "[";
  for (const TestStage& stage : stages)
    for (const TestStump& stump : stage.stumps) {
      out << "{"
          << "rects"
          << "[";
      for (const auto& [x, y, width, height, weight] : stump.rects)
        out << "[:" << x << y << width << height << weight << "]";
      out << "]"
          << "tilted" << 0 << "}";
    }
  out << "]"
      << "}";
  return out.releaseAndGetString();
}

/// A file that goes when the test ends.
class CascadeFile {
 public:
  explicit CascadeFile(const std::string& text) : path_(testing::TempDir() + "facewire-cascade-XXXXXX.xml") {
    std::string pattern = path_.string();
    const int descriptor = ::mkstemps(pattern.data(), 4);
    if (descriptor >= 0) ::close(descriptor);
    path_ = pattern;
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~CascadeFile() { std::filesystem::remove(path_); }
  CascadeFile(const CascadeFile&) = delete;
  CascadeFile& operator=(const CascadeFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// One cascade in both evaluators.
class BothEvaluators {
 public:
  explicit BothEvaluators(const std::filesystem::path& file) : ours_(StumpCascade::load(file).value()) {
    EXPECT_TRUE(opencv_.load(file.string())) << file;
    cv::setNumThreads(1);  // OpenCV's windows come in the same order every time
  }

  const StumpCascade& ours() const { return ours_; }

  /// On every target of this machine. Returns how many windows OpenCV found.
  std::size_t expectSame(const cv::Mat& grey, const WindowSearch& search = {1.1, 0, {}, {}}) {
    std::vector<cv::Rect> expected;
    opencv_.detectMultiScale(grey, expected, search.scaleFactor, search.minNeighbours, 0, search.minSize,
                             search.maxSize);
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
      const OnTarget on(target);
      EXPECT_EQ(ours_.detectMultiScale(grey, search, buffers_), expected)
          << hwy::TargetName(target) << ", " << grey.cols << "x" << grey.rows << ", factor " << search.scaleFactor;
    }
    return expected.size();
  }

 private:
  StumpCascade ours_;
  cv::CascadeClassifier opencv_;
  ScanBuffers buffers_;
};

}  // namespace facewire::vision
