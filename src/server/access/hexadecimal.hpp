#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "facewire/access/token.hpp"

namespace facewire::access {

/// 64 digits, lower case.
std::string toHexadecimal(const TokenHash& hash);
/// Nothing for any other text.
std::optional<TokenHash> fromHexadecimal(std::string_view text);

}  // namespace facewire::access
