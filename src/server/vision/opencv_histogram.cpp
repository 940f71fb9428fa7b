#include "facewire/vision/opencv_histogram.hpp"

#include <algorithm>
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

std::vector<cv::Size> pictureSizesFor(const OpenCvSettings& settings, int cellPixels) {
  // The two sides of a cell whose product it is, as equal as there are; a face is higher than wide.
  const int root = static_cast<int>(std::lround(std::sqrt(cellPixels)));
  int width = root;
  while (width > 1 && cellPixels % width != 0) --width;
  int height = cellPixels / width;
  constexpr int kMostUneven = 2;
  if (height > kMostUneven * width) width = height = std::max(1, root);
  constexpr int kSizes = 4;
  std::vector<cv::Size> sizes;
  for (int i = 0; i < kSizes; ++i) {
    const auto sideOf = [&](int cell, int cells) { return cell * cells + 2 * settings.radius + i * cells / kSizes; };
    const cv::Size size(sideOf(width, settings.gridX), sideOf(height, settings.gridY));
    if (sizes.empty() || sizes.back() != size) sizes.push_back(size);
  }
  return sizes;
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
