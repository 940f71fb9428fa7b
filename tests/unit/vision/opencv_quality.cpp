#include "opencv_quality.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace facewire::vision::test {
namespace {

/// Every face is measured at this size: near what the encoder sees, so that blur counts by what it costs there.
constexpr int kSide = 64;
/// The part of the box, about its middle, that is face and nothing else.
constexpr double kInnerPart = 0.8;
/// Takes out grain and the blocks of a JPEG before sharpness is measured, in pixels of kSide: those are sharp in the
/// most blurred of faces.
constexpr double kGrainSigma = 1.0;
/// Added before the logarithm, so that noise in black does not count as contrast.
constexpr double kDarkest = 8;
constexpr int kBlurWidth = 5;
constexpr int kDetailWindow = 5;
/// Variance of a window in squared grey levels, above what rounding and a quiet sensor make.
constexpr double kDetailVariance = 2;
constexpr int kBlack = 8;
constexpr int kWhite = 250;

cv::Mat1b innerFace(const FaceChip& chip) {
  const int marginX = static_cast<int>(std::lround(chip.face.width * (1 - kInnerPart) / 2));
  const int marginY = static_cast<int>(std::lround(chip.face.height * (1 - kInnerPart) / 2));
  const cv::Rect inner(chip.face.x + marginX, chip.face.y + marginY, std::max(1, chip.face.width - 2 * marginX),
                       std::max(1, chip.face.height - 2 * marginY));
  cv::Mat part = chip.picture(inner);
  if (part.channels() == 3) {
    cv::Mat grey;
    cv::cvtColor(part, grey, cv::COLOR_BGR2GRAY);
    part = grey;
  }
  const bool shrinks = inner.width >= kSide && inner.height >= kSide;
  cv::Mat1b face;
  cv::resize(part, face, cv::Size(kSide, kSide), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  return face;
}

/// The share of the differences between each pixel and the next to its right that `blurred` has lost.
double lostContrast(const cv::Mat1f& face, const cv::Mat1f& blurred) {
  double all = 0;
  double lost = 0;
  // A blur repeats the border, so the pixels beside it say nothing.
  for (int y = kBlurWidth / 2; y < face.rows - kBlurWidth / 2; ++y) {
    for (int x = kBlurWidth / 2 + 1; x < face.cols - kBlurWidth / 2; ++x) {
      const double before = std::abs(face(y, x) - face(y, x - 1));
      const double after = std::abs(blurred(y, x) - blurred(y, x - 1));
      all += before;
      lost += std::max(0.0, before - after);
    }
  }
  return all > 0 ? lost / all : 0;
}

double measureSharpness(const cv::Mat1f& face) {
  cv::Mat1f smooth;
  cv::GaussianBlur(face, smooth, cv::Size(), kGrainSigma, kGrainSigma, cv::BORDER_REPLICATE);
  smooth += kDarkest;
  cv::log(smooth, smooth);
  // Motion blurs one direction only: the worse one counts.
  double sharpness = 1;
  for (const cv::Mat1f& turned : {smooth, cv::Mat1f(smooth.t())}) {
    cv::Mat1f blurred;
    cv::blur(turned, blurred, cv::Size(kBlurWidth, 1));
    sharpness = std::min(sharpness, lostContrast(turned, blurred));
  }
  return sharpness;
}

double measureDetail(const cv::Mat1f& face) {
  const cv::Size window(kDetailWindow, kDetailWindow);
  cv::Mat1f mean;
  cv::Mat1f meanOfSquares;
  cv::blur(face, mean, window);
  cv::blur(face.mul(face), meanOfSquares, window);
  const cv::Mat1f variance(meanOfSquares - mean.mul(mean));
  return cv::countNonZero(variance > kDetailVariance) / static_cast<double>(face.total());
}

}  // namespace

FaceQuality measureQuality(const FaceChip& chip) {
  const cv::Mat1b grey = innerFace(chip);
  cv::Mat1f face;
  grey.convertTo(face, CV_32F);
  const auto pixels = static_cast<double>(grey.total());
  return {.side = std::min(chip.face.width, chip.face.height),
          .sharpness = measureSharpness(face),
          .detail = measureDetail(face),
          .dark = cv::countNonZero(grey <= kBlack) / pixels,
          .bright = cv::countNonZero(grey >= kWhite) / pixels};
}

}  // namespace facewire::vision::test
