#include "facewire/vision/yunet.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <opencv2/dnn/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect/face.hpp>
#include <stdexcept>
#include <thread>

#include "facewire/base/file.hpp"
#include "photographs.hpp"
#include "portraits/scene.hpp"
#include "temporary_folder.hpp"
#include "with_models.hpp"
#include "yunet_output.hpp"

namespace facewire::vision {
namespace {

constexpr float kConfidence = 0.7F;

/// Without shrinking: faces from 12 pixels on.
YuNetOptions atFullSize() {
  YuNetOptions options = yuNetOptions();
  options.confidence = kConfidence;
  options.minFacePixels = 12;
  return options;
}

cv::Mat group(const std::vector<std::uint64_t>& people, cv::Size size, std::uint64_t seed = 3) {
  return renderScene(portraits::groupScene(people, size, seed)).image;
}

bool areSame(const std::vector<DetectedFace>& a, const std::vector<DetectedFace>& b) {
  return std::ranges::equal(a, b, [](const auto& one, const auto& other) {
    return one.box == other.box && one.landmarks == other.landmarks;
  });
}

class YuNetTest : public WithModels {
 protected:
  /// Rows of x, y, width, height, landmarks and score, from left to right.
  static std::vector<std::vector<float>> findByOpenCv(const cv::Mat& picture) {
    static const auto detector =
        cv::FaceDetectorYN::create(yuNetModel().string(), "", picture.size(), kConfidence, 0.3F, 5000);
    detector->setInputSize(picture.size());
    cv::Mat rows;
    detector->detect(picture, rows);
    std::vector<std::vector<float>> faces;
    for (int i = 0; i < rows.rows; ++i) faces.emplace_back(rows.ptr<float>(i), rows.ptr<float>(i) + rows.cols);
    std::ranges::sort(faces);
    return faces;
  }

  /// Photographs and drawn people, of many sizes, odd ones among them.
  static std::vector<cv::Mat> pictures() {
    std::vector<cv::Mat> all = photographs();
    for (const cv::Size size : {cv::Size(320, 240), cv::Size(333, 241), cv::Size(64, 64), cv::Size(639, 97),
                                cv::Size(127, 405), cv::Size(801, 603)}) {
      all.push_back(group({1, 2, 3}, size));
      all.push_back(group({9}, size, 5));
    }
    return all;
  }
};

/// OpenCV looks once, and YuNet again from near: what OpenCV is sure of is there, a little elsewhere.
TEST_F(YuNetTest, FindsWhatOpenCvIsSureOf) {
  constexpr float kSure = 0.9F;
  YuNet detector(atFullSize());
  std::size_t sure = 0;
  std::size_t there = 0;
  for (const cv::Mat& picture : pictures()) {
    const auto found = detector.detect(picture);
    for (const std::vector<float>& face : findByOpenCv(picture)) {
      if (face[14] < kSure) continue;
      ++sure;
      const cv::Rect2d box =
          cv::Rect2d(face[0], face[1], face[2], face[3]) & cv::Rect2d({}, cv::Size2d(picture.size()));
      const auto same = std::ranges::find_if(found, [&](const DetectedFace& other) {
        return (cv::Rect2d(other.box) & box).area() > 0.6 * (cv::Rect2d(other.box) | box).area();
      });
      if (same == found.end()) continue;
      ++there;
      if (box.width < 24) continue;
      double off = 0;
      for (std::size_t i = 0; i < 5; ++i) {
        off += cv::norm((*same->landmarks)[i] - cv::Point2f(face[4 + 2 * i], face[5 + 2 * i])) / 5;
      }
      EXPECT_LT(off, 0.25 * box.width) << box << " in " << picture.size();
    }
  }
  EXPECT_GT(sure, 15U);
  EXPECT_GE(there * 20, sure * 19) << there << " of " << sure;
}

TEST_F(YuNetTest, ScoresAsOpenCvDoes) {
  cv::dnn::Net net = cv::dnn::readNet(yuNetModel().string());
  for (const cv::Mat& picture : pictures()) {
    net.setInput(cv::dnn::blobFromImage(picture));
    std::vector<cv::Mat> outputs;
    net.forward(outputs, std::vector<cv::String>{"loc", "conf", "iou"});
    const auto finds = readYuNet(outputs[0], outputs[1], outputs[2], picture.size(), kConfidence, 0.3F);
    std::vector<std::vector<float>> expected = findByOpenCv(picture);
    std::ranges::sort(expected, std::greater{}, [](const auto& face) { return face[14]; });
    ASSERT_EQ(finds.size(), expected.size());
    for (std::size_t i = 0; i < finds.size(); ++i) {
      EXPECT_NEAR(finds[i].score, expected[i][14], 1e-4);
      EXPECT_NEAR(finds[i].box.x, expected[i][0], 0.05);
      EXPECT_NEAR(finds[i].box.width, expected[i][2], 0.05);
    }
  }
}

/// Half as large where faces of half as many pixels are not wanted.
TEST_F(YuNetTest, FindsInShrunkPicturesWhatOpenCvFindsThere) {
  YuNetOptions options = atFullSize();
  options.minFacePixels = 24;
  YuNet detector(options);
  for (const cv::Mat& picture : {group({1, 2, 3}, {640, 480}), group({4, 5}, {801, 603})}) {
    cv::Mat half;
    cv::resize(picture, half, {cvRound(picture.cols / 2.0 + 0.01), cvRound(picture.rows / 2.0 + 0.01)}, 0, 0,
               cv::INTER_AREA);
    const auto expected = findByOpenCv(half);
    const auto found = detector.detect(picture);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      const double near = 0.12 * found[i].box.width;
      EXPECT_NEAR(found[i].box.width, 2 * expected[i][2], near);
      EXPECT_NEAR((*found[i].landmarks)[2].x, 2 * expected[i][8], near);
      EXPECT_NEAR((*found[i].landmarks)[2].y, 2 * expected[i][9], near);
    }
  }
}

TEST_F(YuNetTest, PutsEyesNoseAndMouthWhereTheyAreDrawn) {
  YuNet detector(yuNetOptions());
  const portraits::Picture picture = renderScene(portraits::groupScene({1, 2}, {640, 480}, 3));
  const auto faces = detector.detect(picture.image);
  ASSERT_EQ(faces.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    const double reach = picture.faces[i].box.width / 12.0;
    const Landmarks& points = *faces[i].landmarks;
    EXPECT_LT(cv::norm(points[0] - picture.faces[i].leftEye), reach);
    EXPECT_LT(cv::norm(points[1] - picture.faces[i].rightEye), reach);
    EXPECT_GT(points[3].y, points[2].y);
    EXPECT_LT(points[3].x, points[4].x);
  }
}

TEST_F(YuNetTest, FindsAFaceAtItsPlaceInAPart) {
  YuNet detector(yuNetOptions());
  const cv::Mat picture = group({1, 2}, {640, 480});
  const auto everywhere = detector.detect(picture);
  ASSERT_EQ(everywhere.size(), 2U);
  for (const DetectedFace& face : everywhere) {
    const cv::Point middle = (face.box.tl() + face.box.br()) / 2;
    for (const double around : {2.0, 2.3, 2.6}) {
      const int side = cvRound(around * face.box.height);
      for (const cv::Point off : {cv::Point(), cv::Point(side / 8, -side / 8)}) {
        const cv::Rect part =
            cv::Rect(middle - cv::Point(side, side) / 2 + off, cv::Size(side, side)) & cv::Rect({}, picture.size());
        const auto found = detector.detectIn(picture, part);
        const bool isThere = std::ranges::any_of(found, [&](const DetectedFace& other) {
          return (other.box & face.box).area() > 0.65 * (other.box | face.box).area() &&
                 cv::norm((*other.landmarks)[2] - (*face.landmarks)[2]) < 0.1 * face.box.width;
        });
        EXPECT_TRUE(isThere) << face.box << " in " << part;
      }
    }
  }
}

TEST_F(YuNetTest, SearchesPartsOfEveryShapeAtOneCost) {
  YuNet detector(yuNetOptions());
  const cv::Mat picture = group({1, 2}, {640, 480});
  const auto before = detector.searchedPixels();
  const auto faces = static_cast<double>(detector.detect(picture).size());
  const double share = detector.costOfPart(picture.size());
  // Each face was looked at again in a part.
  const double all = static_cast<double>(detector.searchedPixels() - before) / (1 + faces * share);
  const double cost = share * all;
  for (const cv::Rect part : {cv::Rect(0, 0, 1, 1), cv::Rect(639, 0, 1, 480), cv::Rect(0, 479, 640, 1),
                              cv::Rect(100, 100, 37, 91), cv::Rect(0, 0, 640, 480)}) {
    const auto from = detector.searchedPixels();
    for (const DetectedFace& face : detector.detectIn(picture, part)) {
      EXPECT_EQ(face.box & cv::Rect({}, picture.size()), face.box);
    }
    EXPECT_NEAR(static_cast<double>(detector.searchedPixels() - from), cost, 1e-6 * cost);
  }
  EXPECT_TRUE(detector.detectIn(picture, {}).empty());
}

TEST_F(YuNetTest, LeavesEarlierPicturesAlone) {
  YuNet detector(atFullSize());
  const cv::Mat earlier(240, 320, CV_8UC3, cv::Scalar::all(50));
  detector.detect(earlier);
  detector.detect(cv::Mat(240, 320, CV_8UC1, cv::Scalar(77)));
  EXPECT_EQ(cv::mean(earlier), cv::Scalar(50, 50, 50));
}

TEST_F(YuNetTest, HasSiblingsThatFindTheSameInOtherThreads) {
  YuNet detector(yuNetOptions());
  const std::vector<cv::Mat> pictures{group({1, 2}, {320, 240}), group({3}, {333, 241}, 5), group({4, 5}, {320, 240})};
  std::vector<std::vector<DetectedFace>> expected;
  for (const cv::Mat& picture : pictures) expected.push_back(detector.detect(picture));
  ASSERT_FALSE(expected[0].empty());
  std::vector<YuNet> siblings;
  for (int i = 0; i < 3; ++i) siblings.push_back(detector.sibling());
  std::vector<int> same(siblings.size(), 0);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < siblings.size(); ++i) {
      threads.emplace_back([&, i] {
        for (std::size_t p = 0; p < pictures.size(); ++p) {
          same[i] += areSame(siblings[i].detect(pictures[p]), expected[p]) ? 1 : 0;
        }
      });
    }
  }
  EXPECT_EQ(same, (std::vector{3, 3, 3}));
}

/// More sizes than networks are kept for, round and round.
TEST_F(YuNetTest, FindsTheSameInPicturesOfChangingSizes) {
  YuNet detector(yuNetOptions());
  std::vector<cv::Mat> pictures;
  for (int i = 0; i < 7; ++i) pictures.push_back(group({1, 2}, {320 + 22 * i, 240 + 10 * i}));
  std::vector<std::vector<DetectedFace>> first;
  for (const cv::Mat& picture : pictures) first.push_back(detector.detect(picture));
  EXPECT_FALSE(first[0].empty());
  for (const std::size_t i : {0U, 5U, 3U, 1U, 6U, 4U, 2U, 0U, 5U, 3U, 1U, 6U, 4U, 2U}) {
    EXPECT_TRUE(areSame(detector.detect(pictures[i]), first[i]));
  }
}

TEST_F(YuNetTest, TakesPicturesOfEverySize) {
  YuNet detector(yuNetOptions());
  for (const int type : {CV_8UC1, CV_8UC3}) {
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 5000), cv::Size(65'000, 1), cv::Size(3, 4),
                                cv::Size(31, 33), cv::Size(127, 129), cv::Size(4000, 20)}) {
      cv::Mat picture(size, type);
      cv::RNG(7).fill(picture, cv::RNG::UNIFORM, 0, 256);
      for (const DetectedFace& face : detector.detect(picture)) EXPECT_EQ(face.box & cv::Rect({}, size), face.box);
      EXPECT_NO_THROW(detector.detectIn(picture, cv::Rect({}, size)));
    }
    EXPECT_TRUE(detector.detect(cv::Mat(0, 0, type)).empty());
  }
}

/// Searched in the corner of a larger, black input, neither enlarged nor distorted.
TEST_F(YuNetTest, FindsFacesInSmallAndNarrowPictures) {
  YuNet detector(yuNetOptions());
  const cv::Mat portrait = renderScene(portraits::portraitScene(3, 1, {240, 240}, 1, 0.2F)).image;
  for (const int side : {80, 100, 120}) {
    cv::Mat small;
    cv::resize(portrait, small, {side, side}, 0, 0, cv::INTER_AREA);
    EXPECT_EQ(detector.detect(small).size(), 1U) << side;
    cv::Mat narrow(6 * side, side, CV_8UC3, cv::Scalar::all(90));
    small.copyTo(narrow(cv::Rect(0, 2 * side, side, side)));
    EXPECT_EQ(detector.detect(narrow).size(), 1U) << side;
  }
}

TEST_F(YuNetTest, FindsFacesInGreyPictures) {
  YuNet detector(yuNetOptions());
  const cv::Mat colour = group({1, 2}, {640, 480});
  cv::Mat grey, threefold;
  cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, threefold, cv::COLOR_GRAY2BGR);
  EXPECT_EQ(detector.detect(grey).size(), 2U);
  EXPECT_TRUE(areSame(detector.detect(grey), detector.detect(threefold)));
}

TEST_F(YuNetTest, RefusesModelsThatAreNotYuNet) {
  const test::TemporaryFolder folder;
  const auto cut = folder.path() / "cut.onnx";
  const auto errorOf = [](const std::filesystem::path& file) -> std::string {
    try {
      YuNet detector({.model = file});
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  };
  const auto model = readFile(yuNetModel(), 1U << 24);
  ASSERT_TRUE(model);
  for (const std::size_t size : {std::size_t{1}, model->size() / 2, model->size() - 1}) {
    ASSERT_TRUE(writeFile(cut, ByteView(*model).first(size)));
    EXPECT_NE(errorOf(cut).find("cut.onnx"), std::string::npos) << size << ": " << errorOf(cut);
    EXPECT_NE(errorOf(cut).find("face_detection_yunet_2022mar.onnx"), std::string::npos);
  }
  EXPECT_NE(errorOf(folder.path() / "none.onnx").find("none.onnx"), std::string::npos);
}

}  // namespace
}  // namespace facewire::vision
