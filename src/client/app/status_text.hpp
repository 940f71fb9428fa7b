#pragma once

#include <string>
#include <vector>

#include "console.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::app {

/// The status of the server at `address` as people read it, line by line. What a newer server tells besides is listed
/// at the end; what an older one does not tell is left out. `width`: columns of the terminal, 0 where there is none.
std::vector<std::string> describeStatus(const protocol::Json& status, const std::string& address,
                                        const Console& console, std::size_t width);

}  // namespace facewire::app
