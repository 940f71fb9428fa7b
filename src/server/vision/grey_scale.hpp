#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace facewire::vision {

/// The grey levels of values that a hyperbolic tangent keeps within a bound: 127.5 + 127.5 * tanh(value / 10), rounded,
/// in floats. Since that never falls with the value, a grey level is known from where it begins: a table of steps in
/// which at most one does. Constant after construction; safe for concurrent use.
class GreyScale {
 public:
  static constexpr float kBound = 10;

  GreyScale();

  /// Values are looked up in parts of this many: there must be room for whole ones.
  static constexpr std::size_t kPart = 64;

  /// The grey levels of `count` values times `factor`; the values become the products.
  void look(float* values, std::size_t count, float factor, std::uint8_t* greys) const;

 private:
  static constexpr float kEnd = 32;  ///< beyond it either way, there is only black or white
  /// The steepest part has 12.75 grey levels to one.
  static constexpr float kStepsToOne = 16;
  static constexpr std::size_t kSteps = static_cast<std::size_t>(2 * kEnd * kStepsToOne) + 1;

  static int greyOf(float value);
  static std::size_t stepOf(float value);
  static float beginOf(int grey);

  struct Step {
    float next = 0;  ///< where the next grey level begins
    std::int32_t grey = 0;
  };
  std::array<Step, kSteps> steps_{};
};

}  // namespace facewire::vision
