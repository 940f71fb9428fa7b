#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace facewire {

/// Takes one code point off the front of `text`; nothing where the bytes are not UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, nothing past U+10FFFF). Precondition: `text` is not empty.
std::optional<std::uint32_t> takeCodePoint(std::string_view& text);

bool isUtf8(std::string_view text);

}  // namespace facewire
