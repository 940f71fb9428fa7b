#pragma once

#include <csignal>

namespace facewire::app {

/// SIGINT and SIGTERM as something to wait for. Made before any thread starts, so that all of them inherit the block.
class StopSignals {
 public:
  /// Blocks both signals in this thread and its children, and ignores SIGPIPE.
  StopSignals();

  /// Whether one of them has come, for `wait` to return at once.
  bool havePending() const;

  /// Blocks until the first of them comes. From then on a second one ends the process at once, with status 1.
  void wait();

 private:
  sigset_t signals_;
};

}  // namespace facewire::app
