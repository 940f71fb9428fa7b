#pragma once

#include <cstddef>

namespace facewire::net {

/// What has to happen before a transfer can go on.
enum class IoNext { done, readable, writable, ended, failed };

/// How far one try came that does not wait.
struct IoOutcome {
  IoNext next = IoNext::failed;
  std::size_t bytes = 0;  ///< of `done`
};

}  // namespace facewire::net
