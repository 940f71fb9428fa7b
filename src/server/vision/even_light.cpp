#include "even_light.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <opencv2/core.hpp>

namespace facewire::vision {
namespace {

constexpr double kGamma = 0.2;
constexpr double kExponent = 0.1;
constexpr float kBound = 10.0F;

std::array<float, 256> gammaTable() {
  std::array<float, 256> table{};
  for (std::size_t grey = 0; grey < table.size(); ++grey)
    table[grey] = static_cast<float>(std::pow(static_cast<double>(grey) / 255.0, kGamma));
  return table;
}

/// The grey levels of values, which a hyperbolic tangent keeps within its bound. Since it never falls with the value, a
/// grey level is known from where it begins: a table of steps in which at most one does.
class GreyScale {
 public:
  GreyScale() {
    std::size_t step = 0;
    const auto fillTo = [&](std::size_t end, std::uint8_t grey) {
      for (; step < end; ++step) steps_[step] = {std::numeric_limits<float>::infinity(), grey};
    };
    for (int grey = 1; grey <= 255; ++grey) {
      const auto before = static_cast<std::uint8_t>(grey - 1);
      const float first = beginOf(grey);
      fillTo(static_cast<std::size_t>(stepOf(first)), before);
      steps_[step++] = {first, before};
    }
    fillTo(steps_.size(), 255);
  }

  /// Those of `count` values times `factor`; the values become the products.
  void look(float* values, std::size_t count, float factor, std::uint8_t* greys) const {
    constexpr std::size_t kPart = 64;
    std::array<std::int32_t, kPart> steps;
    for (std::size_t begin = 0; begin < count; begin += kPart) {
      const std::size_t part = std::min(kPart, count - begin);
      float* const value = values + begin;
      for (std::size_t i = 0; i < part; ++i) {
        value[i] *= factor;
        steps[i] = stepOf(value[i]);
      }
      for (std::size_t i = 0; i < part; ++i) {
        const Step& step = steps_[static_cast<std::size_t>(steps[i])];
        greys[begin + i] = static_cast<std::uint8_t>(step.grey + static_cast<int>(value[i] >= step.next));
      }
    }
  }

 private:
  struct Step {
    float next = 0;  ///< where the next grey level begins
    std::int32_t grey = 0;
  };
  static constexpr float kEnd = 32;  ///< beyond it either way, there is only black or white
  /// The steepest part has 12.75 grey levels to one.
  static constexpr float kStepsToOne = 16;

  static int greyOf(float value) {
    return cv::saturate_cast<unsigned char>(127.5F + 127.5F * std::tanh(value / kBound));
  }

  /// What is no number counts as the least, as OpenCV's rounding has it.
  static std::int32_t stepOf(float value) {
    const float notLess = value > -kEnd ? value : -kEnd;
    const float inside = notLess < kEnd ? notLess : kEnd;
    return static_cast<std::int32_t>((inside + kEnd) * kStepsToOne);
  }

  /// The least value of that grey level or a higher one: found in the floats, which are ordered as their bits are.
  static float beginOf(int grey) {
    const bool isNegative = greyOf(0.0F) >= grey;
    const auto valueOf = [&](std::uint32_t bits) {
      return isNegative ? -std::bit_cast<float>(bits) : std::bit_cast<float>(bits);
    };
    // Of negative values the largest that still has the level, of others the smallest that has it.
    std::uint32_t near = 0;
    std::uint32_t far = std::bit_cast<std::uint32_t>(kEnd);
    while (far - near > 1) {
      const std::uint32_t middle = near + (far - near) / 2;
      ((greyOf(valueOf(middle)) >= grey) == isNegative ? near : far) = middle;
    }
    return valueOf(isNegative ? near : far);
  }

  std::array<Step, static_cast<std::size_t>(2 * kEnd * kStepsToOne) + 1> steps_{};
};

/// What a picture is to be multiplied by, so that the mean of these sizes to the power of kExponent is 1. The sizes
/// become those powers: cv::pow's, whose other loops cost as much as its logarithm and its exponential.
float contrastFactor(cv::Mat1f& sizes, cv::Mat1f& logarithms) {
  cv::log(sizes, logarithms);
  float* const logarithm = logarithms[0];
  const std::size_t count = logarithms.total();
  for (std::size_t i = 0; i < count; ++i) logarithm[i] = static_cast<float>(logarithm[i] * kExponent);
  cv::exp(logarithms, sizes);
  const double mean = cv::mean(sizes)[0];
  return mean > 0 ? static_cast<float>(std::pow(mean, -1 / kExponent)) : 1.0F;
}

}  // namespace

void EvenLight::take(const cv::Mat& face, cv::Mat& even) {
  static const std::array<float, 256> kGammaTable = gammaTable();
  static const GreyScale kGreyScale;

  bright_.create(face.size());
  detail_.create(face.size());
  sizes_.create(face.size());
  for (int y = 0; y < face.rows; ++y) {
    const std::uint8_t* const greys = face.ptr(y);
    std::transform(greys, greys + face.cols, bright_[y], [&](std::uint8_t grey) { return kGammaTable[grey]; });
  }
  difference_.take(bright_, detail_);

  const std::size_t pixels = face.total();
  float* const detail = detail_[0];
  float* const size = sizes_[0];
  for (std::size_t i = 0; i < pixels; ++i) size[i] = std::abs(detail[i]);
  const float first = contrastFactor(sizes_, bright_);
  for (std::size_t i = 0; i < pixels; ++i) {
    detail[i] *= first;
    size[i] = std::min(std::abs(detail[i]), kBound);
  }
  const float second = contrastFactor(sizes_, bright_);
  for (int y = 0; y < face.rows; ++y)
    kGreyScale.look(detail_[y], static_cast<std::size_t>(face.cols), second, even.ptr(y));
}

}  // namespace facewire::vision
