#include "facewire/base/numbers.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace facewire {

std::string fixedNumber(double number, int digits) {
  if (!std::isfinite(number)) return "-";
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed, digits);
  return {buffer.data(), end.ptr};
}

std::string plainNumber(double number, int digits) {
  std::string text = fixedNumber(number, digits);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

int distanceDigits(double threshold) {
  return threshold < 10 ? 2 : 1;
}

}  // namespace facewire
