#include "facewire/album/natural_order.hpp"

#include <algorithm>

namespace facewire::album {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes the number at the start of `text`, without leading zeros.
std::string_view takeNumber(std::string_view& text) {
  const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, isDigit) - text.begin());
  std::string_view number = text.substr(0, end);
  text.remove_prefix(end);
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

}  // namespace

bool comesBefore(std::string_view one, std::string_view other) {
  std::string_view a = one;
  std::string_view b = other;
  while (!a.empty() && !b.empty()) {
    if (isDigit(a.front()) && isDigit(b.front())) {
      const std::string_view m = takeNumber(a);
      const std::string_view n = takeNumber(b);
      if (m.size() != n.size()) return m.size() < n.size();
      if (m != n) return m < n;
      continue;
    }
    if (a.front() != b.front()) return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  if (a.empty() != b.empty()) return a.empty();
  return one < other;  // "01" and "1": equal by value
}

}  // namespace facewire::album
