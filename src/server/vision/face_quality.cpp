#include "facewire/vision/face_quality.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <span>

#include "area_shrink.hpp"

namespace facewire::vision {
namespace {

/// Every face is measured at this size: near what the encoder sees, so that blur counts by what it costs there.
constexpr int kSide = 64;
constexpr double kPixels = kSide * kSide;
/// The part of the box, about its middle, that is face and nothing else.
constexpr double kInnerPart = 0.8;
/// Takes out grain and the blocks of a JPEG before sharpness is measured, in pixels of kSide: those are sharp in the
/// most blurred of faces.
constexpr double kGrainSigma = 1.0;
/// Added before the logarithm, so that noise in black does not count as contrast.
constexpr float kDarkest = 8;
constexpr int kBlurWidth = 5;
constexpr int kDetailWindow = 5;
/// Variance of a window in squared grey levels, above what rounding and a quiet sensor make.
constexpr float kDetailVariance = 2;
constexpr int kBlack = 8;
constexpr int kWhite = 250;

void takeInnerFace(const FaceChip& chip, QualityBuffers& buffers) {
  const int marginX = static_cast<int>(std::lround(chip.face.width * (1 - kInnerPart) / 2));
  const int marginY = static_cast<int>(std::lround(chip.face.height * (1 - kInnerPart) / 2));
  const cv::Rect inner(chip.face.x + marginX, chip.face.y + marginY, std::max(1, chip.face.width - 2 * marginX),
                       std::max(1, chip.face.height - 2 * marginY));
  cv::Mat part = chip.picture(inner);
  if (part.channels() == 3) {
    cv::cvtColor(part, buffers.colourless, cv::COLOR_BGR2GRAY);
    part = buffers.colourless;
  }
  const bool shrinks = inner.width >= kSide && inner.height >= kSide;
  buffers.grey.create(kSide, kSide);
  if (shrinks) {
    shrinkByArea(part, buffers.grey, buffers.areas);
  } else {
    cv::resize(part, buffers.grey, buffers.grey.size(), 0, 0, cv::INTER_LINEAR);
  }
}

/// The share of the differences between each pixel and the next to its right that a blur along the rows takes away.
/// The logarithms of grey values and kDarkest are floats of 2 to 8, so they are multiples of kUnit, as all that follows
/// is: whole numbers, in which no sum is rounded.
double lostContrast(const cv::Mat1f& face) {
  constexpr float kUnit = 0x1p-22F;
  constexpr int kReach = kBlurWidth / 2;
  std::array<float, kSide> blurred{};
  std::int64_t all = 0;
  std::int64_t lost = 0;
  // A blur repeats the border, so the pixels beside it say nothing.
  for (int y = kReach; y < kSide - kReach; ++y) {
    const float* const row = face[y];
    for (int x = kReach; x < kSide - kReach; ++x) {
      const double sum = static_cast<double>(row[x - 2]) + row[x - 1] + row[x] + row[x + 1] + row[x + 2];
      blurred[static_cast<std::size_t>(x)] = static_cast<float>(sum * (1.0 / kBlurWidth));
    }
    std::int32_t allOfRow = 0;
    std::int32_t lostOfRow = 0;
    for (int x = kReach + 1; x < kSide - kReach; ++x) {
      const auto i = static_cast<std::size_t>(x);
      const auto before = static_cast<std::int32_t>(std::abs(row[x] - row[x - 1]) / kUnit);
      const auto after = static_cast<std::int32_t>(std::abs(blurred[i] - blurred[i - 1]) / kUnit);
      allOfRow += before;
      lostOfRow += std::max(0, before - after);
    }
    all += allOfRow;
    lost += lostOfRow;
  }
  return all > 0 ? static_cast<double>(lost) / static_cast<double>(all) : 0;
}

double measureSharpness(QualityBuffers& buffers) {
  cv::Mat1f& smooth = buffers.smooth;
  buffers.grey.convertTo(buffers.face, CV_32F);
  smooth.create(kSide, kSide);
  static_assert(kGrainSigma == GaussianDifference::kNarrowSigma);
  buffers.blur.blurNarrowly(buffers.face, smooth);
  for (float& value : std::span(smooth[0], smooth.total())) value += kDarkest;
  cv::log(smooth, smooth);
  // Motion blurs one direction only: the worse one counts.
  cv::transpose(smooth, buffers.turned);
  return std::min({1.0, lostContrast(smooth), lostContrast(buffers.turned)});
}

double measureDetail(QualityBuffers& buffers) {
  constexpr int kReach = kDetailWindow / 2;
  constexpr double kShare = 1.0 / (kDetailWindow * kDetailWindow);
  cv::Mat1b& padded = buffers.padded;
  cv::copyMakeBorder(buffers.grey, padded, kReach, kReach, kReach, kReach, cv::BORDER_REFLECT_101);
  std::array<std::int32_t, kSide + 2 * kReach> sums{};
  std::array<std::int32_t, kSide + 2 * kReach> sumsOfSquares{};
  int detailed = 0;
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < padded.cols; ++x) {
      std::int32_t sum = 0;
      std::int32_t sumOfSquares = 0;
      for (int row = 0; row < kDetailWindow; ++row) {
        const std::int32_t grey = padded(y + row, x);
        sum += grey;
        sumOfSquares += grey * grey;
      }
      sums[static_cast<std::size_t>(x)] = sum;
      sumsOfSquares[static_cast<std::size_t>(x)] = sumOfSquares;
    }
    for (std::size_t x = 0; x < kSide; ++x) {
      std::int32_t sum = 0;
      std::int32_t sumOfSquares = 0;
      for (std::size_t column = x; column < x + kDetailWindow; ++column) {
        sum += sums[column];
        sumOfSquares += sumsOfSquares[column];
      }
      const auto mean = static_cast<float>(sum * kShare);
      const auto meanOfSquares = static_cast<float>(sumOfSquares * kShare);
      detailed += meanOfSquares - mean * mean > kDetailVariance ? 1 : 0;
    }
  }
  return detailed / kPixels;
}

}  // namespace

FaceQuality measureQuality(const FaceChip& chip) {
  QualityBuffers buffers;
  return measureQuality(chip, buffers);
}

FaceQuality measureQuality(const FaceChip& chip, QualityBuffers& buffers) {
  takeInnerFace(chip, buffers);
  int black = 0;
  int white = 0;
  for (const std::uint8_t grey : std::span(buffers.grey[0], buffers.grey.total())) {
    black += grey <= kBlack ? 1 : 0;
    white += grey >= kWhite ? 1 : 0;
  }
  return {.side = std::min(chip.face.width, chip.face.height),
          .sharpness = measureSharpness(buffers),
          .detail = measureDetail(buffers),
          .dark = black / kPixels,
          .bright = white / kPixels};
}

std::optional<QualityFault> findFault(const FaceQuality& quality, const QualityLimits& limits) {
  if (quality.side < limits.side) return QualityFault::tooSmall;
  if (quality.bright > limits.bright) return QualityFault::tooBright;
  if (quality.detail < limits.detail) {
    // A face without detail that is neither black nor white is a smear.
    if (std::max(quality.dark, quality.bright) < 0.1) return QualityFault::tooBlurred;
    return quality.dark >= quality.bright ? QualityFault::tooDark : QualityFault::tooBright;
  }
  if (quality.sharpness < limits.sharpness) return QualityFault::tooBlurred;
  return std::nullopt;
}

}  // namespace facewire::vision
