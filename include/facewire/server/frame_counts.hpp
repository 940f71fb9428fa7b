#pragma once

#include <atomic>
#include <cstdint>

#include "facewire/base/time_histogram.hpp"

namespace facewire::server {

/// What only the network side knows of frames. Safe for concurrent use.
struct FrameCounts {
  std::atomic<std::uint64_t> dropped = 0;  ///< read past, and answered `busy`: a limit did not allow them
  TimeHistogram send;                      ///< from when an answer was ready until the system had all of it
};

}  // namespace facewire::server
