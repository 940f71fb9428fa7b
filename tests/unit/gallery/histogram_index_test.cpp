#include "facewire/gallery/histogram_index.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "lbph_pictures.hpp"

namespace facewire::gallery {
namespace {

using test::smoothPicture;
using test::variantOf;

vision::OpenCvHistogram histogramOf(const cv::Mat& picture) {
  return vision::takeOpenCvHistogram(picture, {});
}

std::vector<vision::OpenCvHistogram> probe(const cv::Mat& picture) {
  return {histogramOf(picture)};
}

/// Person p has the pictures 100 * p + 1 and so on, variants of one another.
cv::Mat pictureOf(int person, int shot) {
  return variantOf(smoothPicture(static_cast<std::uint64_t>(person)), static_cast<std::uint64_t>(100 * person + shot));
}

struct People {
  explicit People(int people, int shots) {
    for (int person = 1; person <= people; ++person) {
      for (int shot = 0; shot < shots; ++shot) {
        pictures.push_back(pictureOf(person, shot));
        labels.push_back(person);
        index.add(static_cast<SampleId>(pictures.size()), person, histogramOf(pictures.back()));
      }
    }
  }
  std::vector<cv::Mat> pictures;
  std::vector<int> labels;
  HistogramIndex index{vision::OpenCvSettings{}};
};

TEST(HistogramIndex, FindsWhomOpenCvFindsAtItsDistance) {
  const People people(12, 4);
  const auto recogniser = test::train(people.pictures, people.labels);
  for (int person = 1; person <= 14; ++person) {
    const cv::Mat picture = pictureOf(person, 50);
    int label = 0;
    double distance = 0;
    recogniser->predict(picture, label, distance);
    const auto matches = people.index.findNearest(probe(picture), 2);
    ASSERT_EQ(matches.size(), 2U);
    EXPECT_EQ(matches[0].person, label);
    EXPECT_NEAR(matches[0].distance, distance, 1e-3);
    EXPECT_LT(matches[0].distance, matches[1].distance);
    EXPECT_NE(matches[0].person, matches[1].person);
  }
}

TEST(HistogramIndex, KnowsTheVeryPicture) {
  const People people(3, 2);
  for (std::size_t i = 0; i < people.pictures.size(); ++i) {
    const auto matches = people.index.findNearest(probe(people.pictures[i]), 1);
    EXPECT_EQ(matches.front().sample, static_cast<SampleId>(i + 1));
    EXPECT_NEAR(matches.front().distance, 0, 1e-9);
  }
}

TEST(HistogramIndex, ForgetsAndLeavesItsCopiesAsTheyAre) {
  People people(3, 2);
  const HistogramIndex before = people.index;
  people.index.removePerson(2);
  people.index.removeSample(1);
  EXPECT_EQ(people.index.size(), 3U);
  EXPECT_EQ(before.size(), 6U);
  const auto matches = people.index.findNearest(probe(people.pictures[2]), 9);
  ASSERT_EQ(matches.size(), 2U);
  EXPECT_NE(matches[0].person, 2);
  EXPECT_NEAR(before.findNearest(probe(people.pictures[2]), 1).front().distance, 0, 1e-9);
  EXPECT_GT(before.bytes(), people.index.bytes());
}

TEST(HistogramIndex, NamesOneOfItsPeopleAndNoStranger) {
  const People people(8, 4);
  const DecisionOptions rule = people.index.decisionOptions();
  for (int person = 1; person <= 8; ++person) {
    const auto matches = people.index.findNearest(probe(pictureOf(person, 60)), 2);
    EXPECT_TRUE(decide(matches, rule).accepted()) << matches[0].distance << " of " << rule.threshold;
    EXPECT_EQ(matches.front().person, person);
  }
  for (int stranger = 20; stranger < 40; ++stranger) {
    const auto matches = people.index.findNearest(probe(pictureOf(stranger, 0)), 2);
    EXPECT_FALSE(decide(matches, rule).accepted()) << matches[0].distance << " of " << rule.threshold;
  }
}

TEST(HistogramIndex, HoldsAFaceBesideThemAtTheSizeThatTheyHad) {
  for (const int side : {64, 92, 96, 150, 191}) {
    HistogramIndex index{vision::OpenCvSettings{}};
    cv::Mat face;
    cv::resize(smoothPicture(1), face, {side, side});
    index.add(1, 1, histogramOf(face));
    const auto match = index.findNearest(index.probesOf(face, {0, 0, side, side}), 1).front();
    EXPECT_LT(match.distance, 25) << side;
    const bool isAmongThem = side % 2 == 0;
    EXPECT_TRUE(!isAmongThem || match.distance < 1e-9) << side;
  }
}

TEST(HistogramIndex, TakesNoFaceThatWouldHaveToBeEnlargedMuch) {
  HistogramIndex index{vision::OpenCvSettings{}};
  index.add(1, 1, histogramOf(smoothPicture(1)));
  EXPECT_TRUE(index.isLargeEnough({0, 0, 64, 64}));
  EXPECT_FALSE(index.isLargeEnough({0, 0, 56, 56}));
}

TEST(HistogramIndex, HasALimitForOnePersonAloneThatFallsWithTheSizeOfThePictures) {
  const auto limitAt = [](int side) {
    HistogramIndex index{vision::OpenCvSettings{}};
    cv::Mat picture;
    cv::resize(smoothPicture(1), picture, {side, side});
    index.add(1, 1, histogramOf(picture));
    const std::vector<PersonMatch> alone{{1, 1, 0}};
    return decide(alone, index.decisionOptions()).threshold;
  };
  EXPECT_GT(limitAt(64), limitAt(96));
  EXPECT_GT(limitAt(96), limitAt(200));
  EXPECT_GT(limitAt(200), 10);
}

}  // namespace
}  // namespace facewire::gallery
