#include "facewire/base/person_name.hpp"

#include <cstdint>

#include "facewire/base/utf8.hpp"

namespace facewire {
namespace {

bool isSpace(std::uint32_t code) {
  return code == ' ' || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
         code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000 || code == 0xFEFF;
}

/// Controls, and the invisible marks that reorder or hide text: two names that look the same must be the same. Joiners
/// (U+200C, U+200D) stay: Persian and Hindi names need them.
bool isForbidden(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x200B || code == 0x200E || code == 0x200F ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) || code == 0xFFFE || code == 0xFFFF;
}

}  // namespace

Result<std::string> canonicalName(std::string_view name) {
  std::string_view rest = name;
  std::size_t first = name.size();  // where the first character that is not white space begins
  std::size_t end = 0;              // where the last one ends
  while (!rest.empty()) {
    const std::size_t begin = name.size() - rest.size();
    const auto code = takeCodePoint(rest);
    if (!code) return fail(ErrorCode::badName, "the name is not valid UTF-8");
    if (isSpace(*code)) continue;
    if (isForbidden(*code)) {
      return fail(ErrorCode::badName,
                  "the name holds a control character or invisible mark at byte " + std::to_string(begin));
    }
    if (first == name.size()) first = begin;
    end = name.size() - rest.size();
  }
  if (end == 0) return fail(ErrorCode::badName, "the name is empty");
  if (end - first > kMaxNameBytes) {
    return fail(ErrorCode::badName, "the name has " + std::to_string(end - first) + " bytes; at most " +
                                        std::to_string(kMaxNameBytes) + " are allowed");
  }
  return std::string(name.substr(first, end - first));
}

}  // namespace facewire
