#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "facewire/base/result.hpp"

namespace facewire::album {

/// Reads users_name.txt: a line "<id>,<name>" for each person. A byte order mark, CRLF, blank lines and spaces around
/// either part are fine; a name may hold commas. Errors: `invalidInput`, naming `file`, the line and what is wrong with
/// it (no such form, an id given twice, a name that the server would not take). A pure function.
Result<std::map<std::int64_t, std::string>> parseUsersFile(std::string_view text, const std::string& file);

}  // namespace facewire::album
