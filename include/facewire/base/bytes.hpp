#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace facewire {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/// The same bytes seen as text. The view must not outlive what it looks at.
inline std::string_view asText(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The same text seen as bytes. The view must not outlive what it looks at.
inline ByteView asBytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

}  // namespace facewire
