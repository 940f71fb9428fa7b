#pragma once

#include <string>
#include <string_view>

namespace facewire::server {

/// Text from outside, safe to stand in a log line: in quotes, quotes and backslashes escaped, control characters as
/// \xNN, cut after 200 bytes.
std::string quoteForLog(std::string_view text);

}  // namespace facewire::server
