#include "facewire/vision/face_detector.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <stdexcept>

#include "pictures.hpp"

namespace facewire::vision {
namespace {

const std::filesystem::path kCascade = FACEWIRE_CASCADE;

DetectorOptions withCascade(const std::filesystem::path& file) {
  DetectorOptions options;
  options.cascade = file;
  return options;
}

std::string refusal(const std::filesystem::path& file) {
  try {
    FaceDetector detector(withCascade(file));
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

class DamagedCascade : public testing::Test {
 protected:
  DamagedCascade() : file_(testing::TempDir() + "facewire-cascade-XXXXXX") {
    std::string pattern = file_.string();
    const int descriptor = ::mkstemp(pattern.data());
    if (descriptor >= 0) ::close(descriptor);
    file_ = pattern;
  }
  ~DamagedCascade() override { std::filesystem::remove(file_); }

  void write(const std::string& text) const { std::ofstream(file_, std::ios::binary) << text; }

  void expectRefused() const {
    const std::string message = refusal(file_);
    EXPECT_NE(message.find(file_.string()), std::string::npos) << message;
    EXPECT_NE(message.find("opencv-data"), std::string::npos) << message;
    EXPECT_NE(message.find("--cascade"), std::string::npos) << message;
  }

  static std::string goodCascade() {
    std::ifstream in(kCascade, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path file_;
};

TEST_F(DamagedCascade, IsRefusedByNameWhereItIsMissing) {
  std::filesystem::remove(file_);
  expectRefused();
}

TEST_F(DamagedCascade, IsRefusedByNameWhereItIsEmpty) {
  expectRefused();
}

TEST_F(DamagedCascade, IsRefusedByNameWhereItIsGarbage) {
  write("\x01\x02 not a cascade at all");
  expectRefused();
}

TEST_F(DamagedCascade, IsRefusedByNameWhereItIsOtherXml) {
  write("<?xml version=\"1.0\"?><opencv_storage><a>1</a></opencv_storage>");
  expectRefused();
}

TEST_F(DamagedCascade, IsRefusedByNameWhereItIsCutShort) {
  const std::string good = goodCascade();
  ASSERT_GT(good.size(), 100'000U);
  for (const std::size_t part : {10U, 3U, 2U}) {
    write(good.substr(0, good.size() / part));
    expectRefused();
  }
}

TEST(FaceDetector, RefusesAFolder) {
  EXPECT_NE(refusal(std::filesystem::temp_directory_path()), "");
}

TEST(FaceDetector, FindsNothingWhereNothingIs) {
  FaceDetector detector(withCascade(kCascade));
  EXPECT_TRUE(detector.detect(cv::Mat()).empty());
  EXPECT_TRUE(detector.detect(cv::Mat(1, 1, CV_8UC1, cv::Scalar(0))).empty());
  EXPECT_TRUE(detector.detect(cv::Mat(3, 4000, CV_8UC1, cv::Scalar(90))).empty());
  EXPECT_TRUE(detector.detect(cv::Mat(480, 640, CV_8UC1, cv::Scalar(127))).empty());
}

class FaceDetectorOnRealPictures : public testing::Test {
 protected:
  void SetUp() override {
    const auto file = sharedData() / "lfw-dev";
    if (!std::filesystem::is_directory(file)) GTEST_SKIP() << "no real pictures at " << file;
    int left = 12;
    for (const auto& person : std::filesystem::directory_iterator(file)) {
      if (left-- == 0) break;
      pictures_.push_back(
          cv::imread(std::filesystem::directory_iterator(person)->path().string(), cv::IMREAD_GRAYSCALE));
    }
  }

  /// The face is in the middle of each picture.
  static bool holdsMiddle(const cv::Rect& box, const cv::Mat& picture) {
    return box.contains(cv::Point(picture.cols / 2, picture.rows / 2));
  }

  int countFound(FaceDetector& detector, double scale) const {
    int found = 0;
    for (const cv::Mat& picture : pictures_) {
      cv::Mat scaled;
      cv::resize(picture, scaled, cv::Size(), scale, scale);
      const auto boxes = detector.detect(scaled);
      EXPECT_TRUE(std::is_sorted(boxes.begin(), boxes.end(), [](auto& a, auto& b) { return a.x < b.x; }));
      for (const cv::Rect& box : boxes) EXPECT_EQ(box & cv::Rect(cv::Point(), scaled.size()), box);
      found += std::any_of(boxes.begin(), boxes.end(), [&](auto& box) { return holdsMiddle(box, scaled); }) ? 1 : 0;
    }
    return found;
  }

  std::vector<cv::Mat> pictures_;
};

TEST_F(FaceDetectorOnRealPictures, FindsTheFaceInTheMiddle) {
  FaceDetector detector(withCascade(kCascade));
  EXPECT_GE(countFound(detector, 1), 11);
}

TEST_F(FaceDetectorOnRealPictures, FindsItInPicturesLargerThanItSearches) {
  FaceDetector detector(withCascade(kCascade));
  EXPECT_GE(countFound(detector, 6), 11);
}

}  // namespace
}  // namespace facewire::vision
