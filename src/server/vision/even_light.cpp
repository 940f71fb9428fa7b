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

/// The grey level of a value, which a hyperbolic tangent keeps within its bound. Since it never falls with the value,
/// it is known from where each grey level begins: a table of steps in which at most one does.
class GreyScale {
 public:
  GreyScale() {
    std::size_t step = 0;
    for (int grey = 1; grey <= 255; ++grey) {
      const float first = beginOf(grey);
      const std::size_t at = stepOf(first);
      for (; step < at; ++step) steps_[step] = {kNever, static_cast<std::uint8_t>(grey - 1)};
      steps_[step++] = {first, static_cast<std::uint8_t>(grey - 1)};
    }
    for (; step < steps_.size(); ++step) steps_[step] = {kNever, 255};
  }

  std::uint8_t operator()(float value) const {
    const Step& step = steps_[stepOf(value)];
    return static_cast<std::uint8_t>(step.grey + (value >= step.next ? 1 : 0));
  }

 private:
  struct Step {
    float next = 0;  ///< where the next grey level begins
    std::uint8_t grey = 0;
  };
  static constexpr float kNever = std::numeric_limits<float>::infinity();
  static constexpr float kEnd = 32;  ///< beyond it either way, there is only black or white
  /// The steepest part has 12.75 grey levels to one.
  static constexpr float kStepsToOne = 16;

  static int greyOf(float value) {
    return cv::saturate_cast<unsigned char>(127.5F + 127.5F * std::tanh(value / kBound));
  }

  /// What is no number counts as the least, as OpenCV's rounding has it.
  static std::size_t stepOf(float value) {
    const float inside = std::min(value > -kEnd ? value : -kEnd, kEnd);
    return static_cast<std::size_t>(static_cast<int>((inside + kEnd) * kStepsToOne));
  }

  /// The least value of that grey level or a higher one: found in the floats, which are ordered as their bits are.
  static float beginOf(int grey) {
    const bool isNegative = greyOf(0.0F) >= grey;
    const auto valueOf = [&](std::uint32_t bits) { return isNegative ? -std::bit_cast<float>(bits) : std::bit_cast<float>(bits); };
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

/// What a picture is to be multiplied by, so that the mean of these sizes to the power of kExponent is 1.
float contrastFactor(cv::Mat1f& sizes) {
  cv::pow(sizes, kExponent, sizes);
  const double mean = cv::mean(sizes)[0];
  return mean > 0 ? static_cast<float>(std::pow(mean, -1 / kExponent)) : 1.0F;
}

}  // namespace

cv::Mat1f EvenLight::ofMemory(std::vector<float>& memory, cv::Size size) const {
  memory.resize(std::max(memory.size(), static_cast<std::size_t>(size.area())));
  return cv::Mat1f(size.height, size.width, memory.data());
}

void EvenLight::take(const cv::Mat& face, cv::Mat& even) {
  static const std::array<float, 256> kGammaTable = gammaTable();
  static const GreyScale kGreyScale;

  cv::Mat1f bright = ofMemory(bright_, face.size());
  for (int y = 0; y < face.rows; ++y)
    std::transform(face.ptr(y), face.ptr(y) + face.cols, bright[y], [&](std::uint8_t grey) { return kGammaTable[grey]; });
  cv::Mat1f detail = ofMemory(detail_, face.size());
  difference_.take(bright, detail);

  cv::Mat1f sizes = ofMemory(powers_, face.size());
  const std::size_t pixels = face.total();
  float* const details = detail[0];
  float* const size = sizes[0];
  for (std::size_t i = 0; i < pixels; ++i) size[i] = std::abs(details[i]);
  const float first = contrastFactor(sizes);
  for (std::size_t i = 0; i < pixels; ++i) {
    details[i] *= first;
    size[i] = std::min(std::abs(details[i]), kBound);
  }
  const float second = contrastFactor(sizes);
  const float* value = details;
  for (int y = 0; y < face.rows; ++y) {
    for (std::uint8_t* grey = even.ptr(y); grey != even.ptr(y) + face.cols; ++grey, ++value)
      *grey = kGreyScale(*value * second);
  }
}

}  // namespace facewire::vision
