#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>

namespace facewire::test {

/// What a running process takes of the system, as /proc tells it. All 0 where it is gone.
struct ProcessState {
  std::int64_t residentKiB = 0;
  std::int64_t addressSpaceKiB = 0;
  int descriptors = 0;
  int threads = 0;
  std::chrono::milliseconds cpu{0};  ///< of all its threads, since its start
};

ProcessState stateOf(pid_t process);

/// Waits until the process has at most so much memory and so many descriptors and threads: a server learns a moment
/// later that somebody left. The state at the end of the wait.
ProcessState settledStateOf(pid_t process, const ProcessState& most,
                            std::chrono::milliseconds deadline = std::chrono::seconds(30));

}  // namespace facewire::test
