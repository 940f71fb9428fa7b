#include "facewire/vision/explanation_sheet.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <opencv2/core.hpp>

#include "distance_bar.hpp"

namespace facewire::vision {
namespace {

cv::Mat plain(int width, int height, const cv::Scalar& colour) {
  return {height, width, CV_8UC3, colour};
}

ExplainedCandidate candidateAt(const std::string& name, double distance) {
  return {name, "sample 1", distance, false, {plain(90, 90, {0, 0, 255}), cv::Mat(74, 74, CV_8UC1, cv::Scalar(128))}};
}

ExplainedFace faceWith(std::vector<ExplainedCandidate> candidates) {
  ExplainedFace face;
  face.box = {10, 10, 60, 60};
  face.known = true;
  face.verdict = "Ada";
  face.reason = "accepted: distance 41.2, needs 58.0 or less";
  face.threshold = face.limit = 58;
  face.pictures = {plain(60, 60, {255, 0, 0}), cv::Mat(74, 74, CV_8UC1, cv::Scalar(128))};
  face.candidates = std::move(candidates);
  return face;
}

Explanation explanationOf(std::vector<ExplainedFace> faces) {
  return {plain(320, 240, {40, 40, 40}), "1 face, 1 known", "compared with 2 people", std::move(faces)};
}

/// How many pixels have exactly that colour (blue, green, red).
int countPixels(const cv::Mat& sheet, const cv::Vec3b& colour) {
  cv::Mat same;
  cv::inRange(sheet, colour, colour, same);
  return cv::countNonZero(same);
}

TEST(ExplanationSheet, ShowsTheFaceAndBothCandidates) {
  const cv::Mat one = drawExplanation(explanationOf({faceWith({candidateAt("Ada", 41.2)})}));
  const cv::Mat two = drawExplanation(explanationOf({faceWith({candidateAt("Ada", 41.2), candidateAt("Bob", 70)})}));
  EXPECT_EQ(one.cols, kSheetWidth);
  EXPECT_EQ(one.size(), two.size());
  const int crop = countPixels(one, {255, 0, 0});
  EXPECT_GT(crop, 10'000);
  const int candidate = countPixels(one, {0, 0, 255});
  EXPECT_GT(candidate, 10'000);
  EXPECT_EQ(countPixels(two, {0, 0, 255}), 2 * candidate);
  EXPECT_EQ(countPixels(two, {255, 0, 0}), crop);
}

TEST(ExplanationSheet, ShowsOnlyTheFaceWhereNobodyIsEnrolled) {
  const cv::Mat sheet = drawExplanation(explanationOf({faceWith({})}));
  EXPECT_GT(countPixels(sheet, {255, 0, 0}), 10'000);
  EXPECT_LT(sheet.rows, drawExplanation(explanationOf({faceWith({candidateAt("Ada", 41.2)})})).rows);
}

TEST(ExplanationSheet, HasARowForEachFaceUpToTheLargestDozen) {
  const int header = drawExplanation(explanationOf({})).rows;
  std::vector<ExplainedFace> faces(kExplainedFaces, faceWith({candidateAt("Ada", 41.2)}));
  const int full = drawExplanation(explanationOf(faces)).rows;
  EXPECT_GT(full, header + 300 * static_cast<int>(kExplainedFaces));
  ExplainedFace smallest = faceWith({candidateAt("Ada", 41.2)});
  smallest.box = {100, 100, 20, 20};
  smallest.pictures.crop = plain(20, 20, {0, 255, 255});
  faces.insert(faces.begin(), smallest);
  const cv::Mat capped = drawExplanation(explanationOf(faces));
  EXPECT_EQ(capped.rows, full);
  EXPECT_EQ(countPixels(capped, {0, 255, 255}), 0);
}

TEST(ExplanationSheet, StandsAnyNameAnyNumberAndMissingPictures) {
  const std::string endless(5'000, 'W');
  for (const std::string& name : {std::string(), std::string("علي بن محمد"), std::string("富士子"),
                                  std::string("\xFF\xFE"), std::string("a\nb"), endless}) {
    for (const double distance :
         {0.0, 57.9, 1e9, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN(), -1.0}) {
      ExplainedFace face = faceWith({candidateAt(name, distance), candidateAt(name, distance)});
      face.verdict = face.reason = face.detail = name;
      face.candidates[1].pictures = {};
      face.limit = distance;
      face.box = {300, 230, 90, 90};
      EXPECT_EQ(drawExplanation(explanationOf({face, face})).cols, kSheetWidth);
    }
  }
  Explanation nothing;
  EXPECT_EQ(drawExplanation(nothing).cols, kSheetWidth);
}

TEST(ExplanationSheet, TakesGreyPicturesOfAnyShape) {
  Explanation explanation = explanationOf({faceWith({candidateAt("Ada", 41.2)})});
  for (const cv::Size size : {cv::Size(1, 1), cv::Size(1, 400), cv::Size(3'000, 2), cv::Size(24, 24)}) {
    explanation.picture = cv::Mat(size, CV_8UC1, cv::Scalar(200));
    explanation.faces[0].pictures.crop = explanation.picture;
    EXPECT_EQ(drawExplanation(explanation).type(), CV_8UC3);
  }
}

TEST(DistanceText, HasAsManyDigitsAsTheEngineNeeds) {
  EXPECT_EQ(distanceText(41.25, 58), "41.3");
  EXPECT_EQ(distanceText(0, 58), "0.0");
  EXPECT_EQ(distanceText(0.4149, 0.6), "0.41");
  EXPECT_EQ(distanceText(0.6, 0.6), "0.60");
  EXPECT_EQ(distanceText(std::numeric_limits<double>::quiet_NaN(), 58), "?");
}

}  // namespace
}  // namespace facewire::vision
