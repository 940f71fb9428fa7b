#include "facewire/vision/opencv_histogram.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "lbp.hpp"

namespace facewire::vision {
namespace {

constexpr std::size_t kPatterns = 256;
constexpr int kMostRadius = 32;
/// So that it fits into one message.
constexpr int kMostCells = 1024;
constexpr int kMostCellPixels = std::numeric_limits<std::uint16_t>::max();

/// What rounding to floats leaves of a whole number of pixels, or of a sum of shares.
constexpr double kRounding = 1e-3;

bool isWhole(double number) {
  return std::abs(number - std::round(number)) <= kRounding;
}

std::string asText(const OpenCvSettings& settings) {
  return "radius " + std::to_string(settings.radius) + ", grid " + std::to_string(settings.gridX) + " x " +
         std::to_string(settings.gridY);
}

/// How round a number of pixels is, 0 being the roundest.
std::size_t roundnessOf(int side) {
  constexpr std::array kSteps{100, 50, 64, 32, 20, 16, 10, 25};
  const auto found = std::ranges::find_if(kSteps, [side](int step) { return side % step == 0; });
  return static_cast<std::size_t>(found - kSteps.begin());
}

/// The roundest of the sides whose cells are `cell` pixels long.
int roundestSide(int cell, int cells, int radius) {
  const int least = cell * cells + 2 * radius;
  int best = least + cells / 2;
  for (int side = least; side < least + cells; ++side) {
    if (roundnessOf(side) < roundnessOf(best)) best = side;
  }
  return best;
}

}  // namespace

Result<void> expectValid(const OpenCvHistogram& histogram) {
  const auto& [settings, shares] = histogram;
  const bool isInRange = settings.radius >= 1 && settings.radius <= kMostRadius && settings.gridX >= 1 &&
                         settings.gridY >= 1 && settings.gridX <= kMostCells &&
                         settings.gridY <= kMostCells / settings.gridX;
  if (!isInRange) {
    return fail(ErrorCode::invalidInput, asText(settings) + ": the radius must be 1 to " + std::to_string(kMostRadius) +
                                             ", and there must be 1 to " + std::to_string(kMostCells) + " cells");
  }
  const auto cells = static_cast<std::size_t>(settings.gridX * settings.gridY);
  if (shares.size() != cells * kPatterns) {
    return fail(ErrorCode::invalidInput, asText(settings) + ": there must be " + std::to_string(cells * kPatterns) +
                                             " numbers, and there are " + std::to_string(shares.size()));
  }
  for (std::size_t cell = 0; cell < cells; ++cell) {
    double sum = 0;
    for (std::size_t bin = cell * kPatterns; bin < (cell + 1) * kPatterns; ++bin) {
      if (!(shares[bin] >= 0 && shares[bin] <= 1)) {
        return fail(ErrorCode::invalidInput, "cell " + std::to_string(cell + 1) + " has a share that is not 0 to 1");
      }
      sum += shares[bin];
    }
    if (std::abs(sum - 1) > kRounding) {
      return fail(ErrorCode::invalidInput, "the shares of cell " + std::to_string(cell + 1) + " sum to " +
                                               std::to_string(sum) + ", which should be 1");
    }
  }
  return {};
}

int cellPixelsOf(const OpenCvHistogram& histogram) {
  std::vector<float> distinct;
  std::ranges::copy_if(histogram.shares, std::back_inserter(distinct), [](float share) { return share > 0; });
  std::ranges::sort(distinct);
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.empty()) return 0;
  // The least share is of one pixel or of a few; where it is of k, k of its pixels are a cell's whole part.
  for (int pixels = 1; pixels <= kMostCellPixels; ++pixels) {
    if (!isWhole(static_cast<double>(distinct.front()) * pixels)) continue;
    if (std::ranges::all_of(distinct, [pixels](float share) { return isWhole(static_cast<double>(share) * pixels); })) {
      return pixels;
    }
  }
  return 0;
}

cv::Size pictureSizeFor(const OpenCvSettings& settings, int cellPixels) {
  // The two sides of a cell whose product it is, as equal as there are; a face is higher than wide.
  const int root = static_cast<int>(std::lround(std::sqrt(cellPixels)));
  int width = root;
  while (width > 1 && cellPixels % width != 0) --width;
  int height = cellPixels / width;
  constexpr int kMostUneven = 2;
  if (height > kMostUneven * width) width = height = std::max(1, root);
  if (width == height && settings.gridX == settings.gridY) {
    const int side = roundestSide(width, settings.gridX, settings.radius);
    return {side, side};
  }
  return {roundestSide(width, settings.gridX, settings.radius), roundestSide(height, settings.gridY, settings.radius)};
}

cv::Mat cutForOpenCv(const cv::Mat& picture, const cv::Rect& face, cv::Size size) {
  cv::Mat grey = picture(face);
  if (grey.channels() == 3) cv::cvtColor(picture(face), grey, cv::COLOR_BGR2GRAY);
  cv::Mat cut;
  cv::resize(grey, cut, size, 0, 0, cv::INTER_AREA);
  return cut;
}

OpenCvHistogram takeOpenCvHistogram(const cv::Mat& face, const OpenCvSettings& settings) {
  const LbpCells cells = lbpCells(face.cols, face.rows, settings.radius, settings.gridX, settings.gridY);
  if (cells.width < 1 || cells.height < 1 || cells.width > kMostCellPixels / cells.height) {
    throw std::invalid_argument("a face of " + std::to_string(face.cols) + " x " + std::to_string(face.rows) +
                                " pixels has no cells for " + asText(settings));
  }
  PatternPicture patterns;
  patterns.take(face, {settings.radius}, settings.radius, 0);
  std::vector<std::uint16_t> counts(cells.histogramsLength());
  patterns.count({0, 0}, cells, counts.data());
  OpenCvHistogram histogram{settings, {}};
  histogram.shares.reserve(counts.size());
  // As cv::Mat divides by a number.
  const auto share = static_cast<float>(1.0 / cells.pixels());
  for (const std::uint16_t count : counts) histogram.shares.push_back(static_cast<float>(count) * share);
  return histogram;
}

}  // namespace facewire::vision
