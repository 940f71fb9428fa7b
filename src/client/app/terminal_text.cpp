#include "terminal_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "combining_marks.hpp"
#include "facewire/base/numbers.hpp"

namespace facewire::app {
namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

/// The first character of `text`, which is not empty (RFC 3629: no surrogates, nothing overlong).
CodePoint firstCodePoint(std::string_view text) {
  const auto byteAt = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byteAt(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t bytes = lead >= 0xF0 && lead < 0xF5   ? 4
                            : lead >= 0xE0 && lead < 0xF0 ? 3
                            : lead >= 0xC2 && lead < 0xE0 ? 2
                                                          : 0;
  if (bytes == 0 || text.size() < bytes) return {};
  char32_t value = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byteAt(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byteAt(i) & 0x3FU);
  }
  static constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[bytes] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, bytes, true};
}

bool isUnsafe(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

using Range = CodePointRange;

template <std::size_t n>
bool isIn(const std::array<Range, n>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

// The blocks that matter for names (Unicode 15, EastAsianWidth W and F).
constexpr std::array<Range, 9> kWide{{{0x1100, 0x115F},
                                      {0x2E80, 0x303E},
                                      {0x3041, 0xA4CF},
                                      {0xAC00, 0xD7A3},
                                      {0xF900, 0xFAFF},
                                      {0xFE30, 0xFE6F},
                                      {0xFF00, 0xFF60},
                                      {0x1F300, 0x1FAFF},
                                      {0x20000, 0x3FFFD}}};
}  // namespace

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = firstCodePoint(text);
    if (point.valid && !isUnsafe(point.value)) {
      safe += text.substr(0, point.bytes);
    } else {
      safe += '?';
    }
    text.remove_prefix(point.bytes);
  }
  return safe;
}

std::size_t displayWidth(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = firstCodePoint(text);
    if (isIn(kWide, point.value)) {
      width += 2;
    } else if (!isIn(kCombiningMarks, point.value)) {
      width += 1;
    }
    text.remove_prefix(point.bytes);
  }
  return width;
}

std::string cutToWidth(std::string_view text, std::size_t width) {
  std::size_t taken = 0;
  while (taken < text.size()) {
    const std::size_t next = taken + firstCodePoint(text.substr(taken)).bytes;
    if (displayWidth(text.substr(0, next)) > width) break;
    taken = next;
  }
  return std::string(text.substr(0, taken));
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t taken = displayWidth(text);
  return std::string(text) + std::string(width > taken ? width - taken : 0, ' ');
}

std::string fixed(double number, int digits) {
  if (!std::isfinite(number)) return "?";
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed, digits);
  return {buffer.data(), end.ptr};
}

std::string distanceNumber(double distance, double threshold) {
  return plainNumber(distance, distanceDigits(threshold));
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string quotedForShell(std::string_view text) {
  const auto isPlain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
  };
  if (!text.empty() && text.front() != '-' && std::ranges::all_of(text, isPlain)) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string clockText(double seconds) {
  const auto total = static_cast<std::int64_t>(std::max(0.0, std::min(seconds, 1e9)));
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::string minutesAndSeconds = two(total % 60);
  if (total < 3600) return std::to_string(total / 60) + ":" + minutesAndSeconds;
  return std::to_string(total / 3600) + ":" + two(total / 60 % 60) + ":" + minutesAndSeconds;
}

}  // namespace facewire::app
