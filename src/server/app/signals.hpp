#pragma once

#include <chrono>
#include <csignal>
#include <optional>

namespace facewire::app {

/// SIGINT, SIGTERM and SIGHUP as something to wait for. Made before any thread starts, so that all of them inherit the
/// block.
class Signals {
 public:
  enum class Asked { stop, reload, nothing };

  /// Blocks them in this thread and its children, and ignores SIGPIPE.
  Signals();

  /// Whether the server was asked to stop, for `wait` to say so at once.
  bool stopIsPending() const;

  /// Blocks until the next of them comes, `nothing` where that takes longer than `patience`. Once it was asked to stop,
  /// a second SIGINT or SIGTERM ends the process at once, with status 1.
  Asked wait(std::optional<std::chrono::milliseconds> patience);

 private:
  sigset_t signals_;
};

}  // namespace facewire::app
