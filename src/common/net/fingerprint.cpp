#include "facewire/net/fingerprint.hpp"

#include <cctype>

namespace facewire::net {
namespace {

constexpr std::string_view kPrefix = "sha256:";

int hexValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

std::string toText(const Fingerprint& fingerprint) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const std::byte byte : fingerprint.bytes) {
    if (!text.empty()) text += ':';
    text += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    text += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  return text;
}

Result<Fingerprint> parseFingerprint(std::string_view text) {
  const auto wrong = [&] {
    return fail(ErrorCode::invalidInput, "\"" + std::string(text.substr(0, 100)) +
                                             "\" is no SHA-256 fingerprint: 64 hexadecimal digits are expected, as "
                                             "facewired keygen prints them");
  };
  std::string_view rest = text;
  std::string lower(text.substr(0, kPrefix.size()));
  for (char& letter : lower) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  if (lower == kPrefix) rest.remove_prefix(kPrefix.size());
  Fingerprint fingerprint;
  std::size_t digits = 0;
  for (const char letter : rest) {
    if (letter == ':') continue;
    const int value = hexValue(letter);
    if (value < 0 || digits == 2 * fingerprint.bytes.size()) return wrong();
    std::byte& byte = fingerprint.bytes.at(digits / 2);
    byte = byte << 4 | static_cast<std::byte>(value);
    ++digits;
  }
  if (digits != 2 * fingerprint.bytes.size()) return wrong();
  return fingerprint;
}

}  // namespace facewire::net
