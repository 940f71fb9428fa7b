#include "similarity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>

namespace facewire::vision {
namespace {

Landmarks scattered(cv::RNG& random, float reach = 100) {
  Landmarks points;
  for (cv::Point2f& point : points) point = {random.uniform(-reach, reach), random.uniform(-reach, reach)};
  return points;
}

double distanceOf(const Similarity& fit, const Landmarks& from, const Landmarks& to) {
  double sum = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const cv::Point2d off = fit(from[i]) - cv::Point2d(to[i]);
    sum += off.dot(off);
  }
  return sum;
}

/// The same question as a system of linear equations.
cv::Vec4d solveFor(const Landmarks& from, const Landmarks& to) {
  cv::Mat left(10, 4, CV_64F);
  cv::Mat right(10, 1, CV_64F);
  for (int i = 0; i < 5; ++i) {
    const cv::Point2d p = from[static_cast<std::size_t>(i)];
    const cv::Point2d q = to[static_cast<std::size_t>(i)];
    cv::Mat(cv::Matx14d(p.x, -p.y, 1, 0)).copyTo(left.row(2 * i));
    cv::Mat(cv::Matx14d(p.y, p.x, 0, 1)).copyTo(left.row(2 * i + 1));
    right.at<double>(2 * i) = q.x;
    right.at<double>(2 * i + 1) = q.y;
  }
  cv::Vec4d solution;
  cv::solve(left, right, solution, cv::DECOMP_SVD);
  return solution;
}

TEST(Similarity, FindsEveryTurnScaleAndShift) {
  cv::RNG random(4);
  for (int trial = 0; trial < 500; ++trial) {
    const double turn = random.uniform(-CV_PI, CV_PI);
    const double scale = std::exp(random.uniform(-4.0, 4.0));
    const Similarity made{scale * std::cos(turn), scale * std::sin(turn), random.uniform(-500.0, 500.0),
                          random.uniform(-500.0, 500.0)};
    const Landmarks from = scattered(random);
    Landmarks to;
    for (std::size_t i = 0; i < from.size(); ++i) to[i] = cv::Point2f(made(from[i]));
    const Similarity fit = fitSimilarity(from, to);
    const double tolerance = 1e-4 * (1 + scale);
    EXPECT_NEAR(fit.a, made.a, tolerance);
    EXPECT_NEAR(fit.b, made.b, tolerance);
    EXPECT_NEAR(fit.scale(), scale, tolerance);
    EXPECT_LT(std::sqrt(distanceOf(fit, from, to)), 1e-2 * (1 + scale));
  }
}

TEST(Similarity, IsTheNearestOneWherePointsDoNotFit) {
  cv::RNG random(5);
  for (int trial = 0; trial < 200; ++trial) {
    const Landmarks from = scattered(random);
    const Landmarks to = scattered(random);
    const Similarity fit = fitSimilarity(from, to);
    const cv::Vec4d solved = solveFor(from, to);
    EXPECT_NEAR(fit.a, solved[0], 1e-6);
    EXPECT_NEAR(fit.b, solved[1], 1e-6);
    EXPECT_NEAR(fit.right, solved[2], 1e-4);
    EXPECT_NEAR(fit.down, solved[3], 1e-4);
  }
}

TEST(Similarity, MovesPointsAsItsMatrixDoes) {
  const Similarity fit{0.8, -0.3, 12, -7};
  const cv::Point2d point(31, 58);
  const cv::Vec2d moved = fit.matrix() * cv::Vec3d(point.x, point.y, 1);
  EXPECT_DOUBLE_EQ(fit(point).x, moved[0]);
  EXPECT_DOUBLE_EQ(fit(point).y, moved[1]);
}

TEST(Similarity, IsAShiftWhereAllPointsAreOne) {
  Landmarks from;
  from.fill({40, 50});
  cv::RNG random(6);
  const Landmarks to = scattered(random);
  const Similarity fit = fitSimilarity(from, to);
  EXPECT_DOUBLE_EQ(fit.scale(), 1);
  EXPECT_DOUBLE_EQ(fit.b, 0);
  EXPECT_LE(distanceOf(fit, from, to), distanceOf({1, 0, 0, 0}, from, to));
}

TEST(Similarity, ShrinksToOnePointWhereThatIsAllThereIs) {
  cv::RNG random(7);
  Landmarks to;
  to.fill({40, 50});
  const Landmarks from = scattered(random);
  const Similarity fit = fitSimilarity(from, to);
  EXPECT_NEAR(fit.scale(), 0, 1e-12);
  EXPECT_NEAR(cv::norm(fit(from[2]) - cv::Point2d(40, 50)), 0, 1e-9);
}

}  // namespace
}  // namespace facewire::vision
