#pragma once

#include <string>
#include <string_view>

#include "facewire/base/result.hpp"

namespace facewire {

inline constexpr std::size_t kMaxNameBytes = 120;

/// The name as it is stored: valid UTF-8, white space trimmed at both ends, 1 to kMaxNameBytes bytes, no control
/// characters. Errors: `badName`, saying what is wrong with it.
Result<std::string> canonicalName(std::string_view name);

}  // namespace facewire
