#include "stump_cascade.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <thread>

#include "cascade_fixture.hpp"
#include "pictures.hpp"
#include "portraits/scene.hpp"

namespace facewire::vision {
namespace {

/// Drawn people, grey.
cv::Mat people(cv::Size size, std::uint64_t seed) {
  cv::Mat grey;
  cv::cvtColor(portraits::renderScene(portraits::groupScene({seed, seed + 1}, size, seed)).image, grey,
               cv::COLOR_BGR2GRAY);
  return grey;
}

class ShippedCascade : public testing::TestWithParam<std::string> {
 protected:
  BothEvaluators both_{shippedCascade(GetParam())};
};

INSTANTIATE_TEST_SUITE_P(Stumps, ShippedCascade, testing::ValuesIn(kStumpCascades),
                         [](const auto& cascade) { return cascade.param; });

TEST_P(ShippedCascade, FindsOpenCvsWindowsOnPeople) {
  std::size_t windows = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U}) windows += both_.expectSame(people({320, 240}, seed));
  if (GetParam() == "frontalface_default" || GetParam() == "eye") {
    EXPECT_GT(windows, 50U);
  }
}

TEST_P(ShippedCascade, FindsOpenCvsWindowsInNoiseAndFlatness) {
  for (const std::uint64_t seed : {1U, 2U}) {
    both_.expectSame(noise(150, 130, seed));
    both_.expectSame(smooth(211, 97, seed));
  }
  both_.expectSame(noise(120, 90, 3) > 128);
  both_.expectSame(smooth(120, 90, 3) * 0.02 + 250);
  for (const int grey : {0, 128, 255}) both_.expectSame(cv::Mat(64, 64, CV_8UC1, cv::Scalar(grey)));
}

TEST_P(ShippedCascade, FindsOpenCvsWindowsInPicturesOfAnyShape) {
  const cv::Size window = both_.ours().window();
  for (const cv::Size more : {cv::Size(-1, 0), cv::Size(0, -1), cv::Size(0, 0), cv::Size(1, 0), cv::Size(0, 1),
                              cv::Size(1, 1), cv::Size(2, 5), cv::Size(3, 300), cv::Size(300, 3), cv::Size(131, 64)})
    both_.expectSame(smooth(window.width + more.width, window.height + more.height, 5));
  both_.expectSame(cv::Mat(1, 1, CV_8UC1, cv::Scalar(7)));
  both_.expectSame(cv::Mat());
}

class StumpCascadeOnPeople : public testing::Test {
 protected:
  BothEvaluators both_{shippedCascade("frontalface_default")};
  cv::Mat grey_ = people({320, 240}, 7);
};

TEST_F(StumpCascadeOnPeople, GroupsAsOpenCvDoes) {
  EXPECT_GT(both_.expectSame(grey_, {1.1, 3, {}, {}}), 0U);
  both_.expectSame(grey_, {1.1, 6, {30, 30}, {}});
}

TEST_F(StumpCascadeOnPeople, KeepsToOpenCvsScalesAndLimits) {
  for (const double factor : {1.01, 1.05, 1.25, 1.9, 2.0, 3.5}) both_.expectSame(grey_, {factor, 0, {}, {}});
  for (const int least : {24, 25, 48, 49, 90, 240, 241}) both_.expectSame(grey_, {1.1, 0, {least, least}, {}});
  for (const int most : {1, 23, 24, 31, 80, 500}) both_.expectSame(grey_, {1.1, 0, {}, {most, most}});
  both_.expectSame(grey_, {1.1, 0, {40, 20}, {100, 90}});
  both_.expectSame(grey_, {1.1, 0, {}, {0, 50}});
  for (const int only : {29, 30, 37, 100, 232, 300}) both_.expectSame(grey_, {1.3, 0, {only, only}, {only, only}});
}

TEST_F(StumpCascadeOnPeople, SearchesPartsOfPictures) {
  for (const cv::Rect part : {cv::Rect(13, 7, 150, 160), cv::Rect(40, 40, 61, 60), cv::Rect(0, 200, 320, 40)})
    both_.expectSame(grey_(part), {1.1, 0, {}, {90, 90}});
}

TEST_F(StumpCascadeOnPeople, TakesItsBuffersFromAnySizeToAnyOther) {
  for (const cv::Size size : {cv::Size(60, 50), cv::Size(400, 90), cv::Size(50, 60), cv::Size(91, 300)}) {
    cv::Mat scaled;
    cv::resize(grey_, scaled, size);
    both_.expectSame(scaled);
  }
}

TEST_F(StumpCascadeOnPeople, RefusesAScaleFactorThatDoesNotGrow) {
  ScanBuffers buffers;
  for (const double factor : {1.0, 0.5, std::nan("")})
    EXPECT_THROW(both_.ours().detectMultiScale(grey_, {factor, 0, {}, {}}, buffers), std::invalid_argument);
}

TEST_F(StumpCascadeOnPeople, ServesManyThreads) {
  std::vector<cv::Mat> pictures;
  std::vector<std::vector<cv::Rect>> expected;
  ScanBuffers own;
  for (const std::uint64_t seed : {11U, 12U, 13U, 14U}) {
    pictures.push_back(people({160, 120}, seed));
    expected.push_back(both_.ours().detectMultiScale(pictures.back(), {}, own));
  }
  std::vector<std::jthread> threads;
  for (std::size_t first = 0; first < pictures.size(); ++first)
    threads.emplace_back([&, first] {
      ScanBuffers buffers;
      for (std::size_t i = 0; i < pictures.size(); ++i) {
        const std::size_t at = (first + i) % pictures.size();
        EXPECT_EQ(both_.ours().detectMultiScale(pictures[at], {}, buffers), expected[at]);
      }
    });
}

/// Every `step`th picture below a folder of the shared data.
std::vector<std::filesystem::path> sample(const std::filesystem::path& folder, std::size_t step) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::filesystem::path> some;
  for (std::size_t i = 0; i < files.size(); i += step) some.push_back(files[i]);
  return some;
}

TEST(StumpCascadeOnPhotographs, FindsOpenCvsWindows) {
  if (!std::filesystem::is_directory(sharedData())) GTEST_SKIP() << "no real pictures at " << sharedData();
  BothEvaluators faces(shippedCascade("frontalface_default"));
  BothEvaluators eyes(shippedCascade("eye"));
  std::size_t pictures = 0;
  for (const auto& [folder, step] : {std::pair("orl", 40), std::pair("yale-dev", 60), std::pair("lfw-dev", 600),
                                     std::pair("interview/images", 3), std::pair("negatives", 40)})
    for (const auto& file : sample(sharedData() / folder, static_cast<std::size_t>(step))) {
      cv::Mat grey = cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
      if (grey.empty()) continue;
      if (grey.cols > 640) cv::resize(grey, grey, cv::Size(640, 640 * grey.rows / grey.cols));
      SCOPED_TRACE(file.string());
      faces.expectSame(grey);
      eyes.expectSame(grey, {1.3, 3, {}, {}});
      ++pictures;
    }
  EXPECT_GT(pictures, 20U);
}

}  // namespace
}  // namespace facewire::vision
