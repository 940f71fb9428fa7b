#include "opencv_encoder.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace facewire::vision::test {
namespace {

constexpr int kPatternBits = 8;
constexpr int kPatterns = 1 << kPatternBits;

/// One of the four neighbours that lie between pixels: where its four pixels are, as offsets from the centre, and their
/// weights. The expressions are OpenCV's, so the weights are equal to the last bit.
struct DiagonalSample {
  std::array<std::ptrdiff_t, 4> offset;
  std::array<float, 4> weight;

  DiagonalSample(int neighbour, int radius, std::ptrdiff_t stride) {
    const double angle = 2.0 * CV_PI * neighbour / 8.0F;
    const float x = static_cast<float>(radius * std::cos(angle));
    const float y = static_cast<float>(-radius * std::sin(angle));
    const int left = static_cast<int>(std::floor(x));
    const int top = static_cast<int>(std::floor(y));
    const int right = static_cast<int>(std::ceil(x));
    const int bottom = static_cast<int>(std::ceil(y));
    const float tx = x - static_cast<float>(left);
    const float ty = y - static_cast<float>(top);
    offset = {top * stride + left, top * stride + right, bottom * stride + left, bottom * stride + right};
    weight = {(1 - tx) * (1 - ty), tx * (1 - ty), (1 - tx) * ty, tx * ty};
  }
};

/// A neighbour's bit of the pattern, as OpenCV sets it: `t > centre || abs(t - centre) < epsilon` in one comparison.
/// Not `t >= centre`: a flat patch's sample can be rounded to just below its centre, and that quirk is part of the
/// pattern.
struct BinaryBit {
  static constexpr int kMaps = 1;
  int operator()(float t, float centre, int bit) const {
    return t - centre > -std::numeric_limits<float>::epsilon() ? bit : 0;
  }
};

/// The bits of the two halves of a ternary pattern, the lower half's shifted by kPatternBits.
struct TernaryBits {
  static constexpr int kMaps = 2;
  float tolerance;
  int operator()(float t, float centre, int bit) const {
    const float difference = t - centre;
    return (difference >= tolerance ? bit : 0) | (difference <= -tolerance ? bit << kPatternBits : 0);
  }
};

/// The patterns of `count` pixels from `centre` on, which lies in a picture of floats. Branch-free and a row at a time,
/// so that the compiler makes vector code of it. The order of the additions is OpenCV's: it decides the rounding.
template <typename Bits>
void encodeRow(const float* __restrict centre, int count, int radius, std::ptrdiff_t stride,
               const std::array<DiagonalSample, 4>& diagonals, Bits bits, int* __restrict patterns) {
  const float* right = centre + radius;
  const float* up = centre - radius * stride;
  const float* left = centre - radius;
  const float* down = centre + radius * stride;
  for (int i = 0; i < count; ++i) {
    const float c = centre[i];
    patterns[i] = bits(right[i], c, 1) | bits(up[i], c, 4) | bits(left[i], c, 16) | bits(down[i], c, 64);
  }
  for (std::size_t n = 0; n < diagonals.size(); ++n) {
    const float* a = centre + diagonals[n].offset[0];
    const float* b = centre + diagonals[n].offset[1];
    const float* d = centre + diagonals[n].offset[2];
    const float* e = centre + diagonals[n].offset[3];
    const auto [wa, wb, wd, we] = diagonals[n].weight;
    const int bit = 2 << (2 * n);
    for (int i = 0; i < count; ++i) {
      const float t = wa * a[i] + wb * b[i] + wd * d[i] + we * e[i];
      patterns[i] |= bits(t, centre[i], bit);
    }
  }
}

template <typename Bits>
void appendHistograms(const cv::Mat& picture, int radius, int gridX, int gridY, Bits bits,
                      std::vector<std::uint8_t>& counts) {
  const int cellWidth = (picture.cols - 2 * radius) / gridX;
  const int cellHeight = (picture.rows - 2 * radius) / gridY;
  const std::ptrdiff_t stride = picture.cols;

  cv::Mat1f pixels;
  picture.convertTo(pixels, CV_32F);
  const std::array<DiagonalSample, 4> diagonals = {DiagonalSample(1, radius, stride), DiagonalSample(3, radius, stride),
                                                   DiagonalSample(5, radius, stride),
                                                   DiagonalSample(7, radius, stride)};

  const std::size_t begin = counts.size();
  const std::ptrdiff_t mapLength = std::ptrdiff_t{gridX} * gridY * kPatterns;
  counts.resize(begin + static_cast<std::size_t>(mapLength * Bits::kMaps));
  std::vector<int> patterns(static_cast<std::size_t>(cellWidth) * static_cast<std::size_t>(gridX));
  std::uint8_t* rowOfCells = counts.data() + begin;
  for (int cellY = 0; cellY < gridY; ++cellY, rowOfCells += gridX * kPatterns) {
    for (int y = 0; y < cellHeight; ++y) {
      const float* centre = pixels.ptr<float>(radius + cellY * cellHeight + y) + radius;
      encodeRow(centre, cellWidth * gridX, radius, stride, diagonals, bits, patterns.data());
      const int* pattern = patterns.data();
      for (std::uint8_t* cell = rowOfCells; cell != rowOfCells + gridX * kPatterns; cell += kPatterns) {
        for (int x = 0; x < cellWidth; ++x, ++pattern) {
          ++cell[*pattern & (kPatterns - 1)];
          if constexpr (Bits::kMaps == 2) ++cell[mapLength + (*pattern >> kPatternBits)];
        }
      }
    }
  }
}

/// `scale` of the face about its middle, at least one pixel.
cv::Rect innerPart(const cv::Rect& face, double scale) {
  const int width = std::max(1, static_cast<int>(std::lround(face.width * scale)));
  const int height = std::max(1, static_cast<int>(std::lround(face.height * scale)));
  return {face.x + (face.width - width) / 2, face.y + (face.height - height) / 2, width, height};
}

std::vector<ViewPose> posesOf(const EncoderOptions& options) {
  std::vector<ViewPose> poses{{}};
  if (const double shift = options.shift; shift > 0) {
    poses.insert(poses.end(), {{.right = -shift}, {.right = shift}, {.down = -shift}, {.down = shift}});
  }
  for (const double turn : options.turns) poses.insert(poses.end(), {{.degrees = -turn}, {.degrees = turn}});
  for (const double size : options.sizes) poses.push_back({.size = size});
  return poses;
}

constexpr double kFineShift = 0.04;
constexpr double kFineTurn = 4;
constexpr double kFineSize = 0.05;

/// `part` of the chip as grey, brought to `side` x `side` with a margin of `margin` pixels around it, as far as the
/// chip reaches and its edge repeated beyond; as the pose says.
cv::Mat cutFace(const FaceChip& chip, const cv::Rect& part, int side, const ViewPose& pose, int margin) {
  cv::Mat grey = chip.picture;
  if (grey.channels() == 3) cv::cvtColor(chip.picture, grey, cv::COLOR_BGR2GRAY);
  const bool shrinks = part.width * pose.size >= side && part.height * pose.size >= side;
  cv::Mat face;
  if (margin == 0 && pose.degrees == 0 && pose.size == 1 && pose.right == 0 && pose.down == 0) {
    cv::resize(grey(part), face, cv::Size(side, side), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    return face;
  }

  // Shrunk first by averaging, since the warp takes no more than four pixels for one.
  double scaleX = side / (part.width * pose.size);
  double scaleY = side / (part.height * pose.size);
  cv::Point2d middle(part.x + part.width / 2.0, part.y + part.height / 2.0);
  if (shrinks) {
    const cv::Size size(std::max(1, static_cast<int>(std::lround(grey.cols * scaleX))),
                        std::max(1, static_cast<int>(std::lround(grey.rows * scaleY))));
    const double shrunkX = static_cast<double>(size.width) / grey.cols;
    const double shrunkY = static_cast<double>(size.height) / grey.rows;
    cv::Mat shrunk;
    cv::resize(grey, shrunk, size, 0, 0, cv::INTER_AREA);
    grey = shrunk;
    middle = {middle.x * shrunkX, middle.y * shrunkY};
    scaleX /= shrunkX;
    scaleY /= shrunkY;
  }
  const double angle = pose.degrees * CV_PI / 180;
  const double left = 0.5 - side / 2.0 - margin + pose.right;
  const double top = 0.5 - side / 2.0 - margin + pose.down;
  const double xx = std::cos(angle) / scaleX;
  const double xy = -std::sin(angle) / scaleX;
  const double yx = std::sin(angle) / scaleY;
  const double yy = std::cos(angle) / scaleY;
  // From the middles of the new pixels to the middles of the old ones.
  const cv::Matx23d back(xx, xy, middle.x + left * xx + top * xy - 0.5, yx, yy, middle.y + left * yx + top * yy - 0.5);
  cv::warpAffine(grey, face, back, cv::Size(side + 2 * margin, side + 2 * margin),
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return face;
}

}  // namespace

constexpr double kGamma = 0.2;
constexpr double kInnerSigma = 1.0;
constexpr double kOuterSigma = 2.0;
constexpr double kExponent = 0.1;
constexpr float kBound = 10.0F;

cv::Mat1f gammaTable() {
  cv::Mat1f table(1, 256);
  for (int grey = 0; grey < 256; ++grey) table(grey) = static_cast<float>(std::pow(grey / 255.0, kGamma));
  return table;
}

/// Scales so that the mean of min(|x|, bound)^0.1 is 1. A flat face stays flat.
void equaliseContrast(cv::Mat1f& picture, double bound) {
  cv::Mat1f size;
  cv::absdiff(picture, cv::Scalar::all(0), size);
  cv::min(size, bound, size);
  cv::pow(size, kExponent, size);
  const double mean = cv::mean(size)[0];
  if (mean > 0) picture *= std::pow(mean, -1 / kExponent);
}

cv::Mat evenLight(const cv::Mat& face) {
  static const cv::Mat1f table = gammaTable();
  cv::Mat1f bright;
  cv::LUT(face, table, bright);
  cv::Mat1f inner;
  cv::Mat1f outer;
  cv::GaussianBlur(bright, inner, cv::Size(), kInnerSigma, kInnerSigma, cv::BORDER_REPLICATE);
  cv::GaussianBlur(bright, outer, cv::Size(), kOuterSigma, kOuterSigma, cv::BORDER_REPLICATE);
  cv::Mat1f detail;
  cv::subtract(inner, outer, detail);
  equaliseContrast(detail, std::numeric_limits<double>::infinity());
  equaliseContrast(detail, kBound);

  cv::Mat1b even(face.size());
  std::transform(detail.begin(), detail.end(), even.begin(), [](float value) {
    return cv::saturate_cast<unsigned char>(127.5F + 127.5F * std::tanh(value / kBound));
  });
  return even;
}

cv::Mat OpenCvEncoder::normaliseAs(const FaceChip& chip, const ViewPose& pose, int margin) const {
  cv::Mat normal = cutFace(chip, innerPart(chip.face, options_.faceScale), options_.faceSide, pose, margin);
  if (options_.evenLight) normal = evenLight(normal);
  if (options_.blurSigma > 0)
    cv::GaussianBlur(normal, normal, cv::Size(), options_.blurSigma, options_.blurSigma, cv::BORDER_REPLICATE);
  return normal;
}

std::vector<Descriptor> OpenCvEncoder::encodeViews(const FaceChip& chip) const {
  const int shift = options_.shift;
  const cv::Size side(options_.faceSide, options_.faceSide);
  std::vector<Descriptor> views;
  const auto add = [&](const cv::Mat& all, cv::Point moved) {
    const cv::Mat view = all(cv::Rect(cv::Point(shift, shift) + moved, side)).clone();
    views.push_back(encodeNormalised(view));
    if (!options_.mirrored) return;
    cv::Mat mirrored;
    cv::flip(view, mirrored, 1);
    views.push_back(encodeNormalised(mirrored));
  };
  const cv::Mat upright = normaliseAs(chip, {}, shift);
  for (const ViewPose& pose : posesOf(options_)) {
    if (pose.degrees == 0 && pose.size == 1) {
      add(upright, cv::Point(static_cast<int>(pose.right), static_cast<int>(pose.down)));
    } else {
      add(normaliseAs(chip, pose, shift), {0, 0});
    }
  }
  return views;
}

std::vector<Descriptor> OpenCvEncoder::encodeAround(const FaceChip& chip, std::size_t view) const {
  const bool isMirrored = options_.mirrored && view % 2 == 1;
  const ViewPose middle = posesOf(options_).at(options_.mirrored ? view / 2 : view);
  std::vector<ViewPose> poses;
  for (const double sign : {-1.0, 1.0}) {
    poses.insert(poses.end(), 4, middle);
    auto pose = poses.end() - 4;
    pose++->right += sign * kFineShift * options_.faceSide;
    pose++->down += sign * kFineShift * options_.faceSide;
    pose++->degrees += sign * kFineTurn;
    pose->size *= 1 + sign * kFineSize;
  }
  std::vector<Descriptor> views;
  for (const ViewPose& pose : poses) {
    cv::Mat face = normaliseAs(chip, pose, 0);
    if (isMirrored) cv::flip(face, face, 1);
    views.push_back(encodeNormalised(face));
  }
  return views;
}

Descriptor OpenCvEncoder::encodeNormalised(const cv::Mat& face) const {
  Descriptor descriptor;
  const int largest = *std::ranges::max_element(options_.radii);
  for (const int radius : options_.radii) {
    const int rest = largest - radius;
    const cv::Mat inner = face(cv::Rect(rest, rest, face.cols - 2 * rest, face.rows - 2 * rest)).clone();
    if (options_.tolerance > 0) {
      appendHistograms(inner, radius, options_.gridX, options_.gridY,
                       TernaryBits{static_cast<float>(options_.tolerance)}, descriptor.counts);
    } else {
      appendHistograms(inner, radius, options_.gridX, options_.gridY, BinaryBit{}, descriptor.counts);
    }
  }
  return descriptor;
}

}  // namespace facewire::vision::test
