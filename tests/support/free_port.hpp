#pragma once

#include <cstdint>

namespace facewire::test {

/// A TCP port of the loopback that nobody listens on just now. Somebody else may take it before it is used: whoever
/// starts a program on it tries again then. Throws std::system_error.
std::uint16_t freePort();

}  // namespace facewire::test
