#pragma once

namespace facewire::app {

/// What the process ends with; scripts rely on these.
inline constexpr int kStopped = 0;
inline constexpr int kFailed = 1;
inline constexpr int kMisused = 2;

}  // namespace facewire::app
