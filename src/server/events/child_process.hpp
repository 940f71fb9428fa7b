#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event_queue.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/base/descriptor.hpp"
#include "facewire/base/result.hpp"

namespace facewire::events {

/// A program at work on one event, in a process group of its own: what it reads comes from us and then ends, what it
/// writes comes to us, and it sees no other descriptor, no secret of ours, and signals as any program does. Killed and
/// reaped with the object. Confined to one thread, on which SIGPIPE must be blocked or ignored.
class ChildProcess {
 public:
  /// Starts it without a shell. Errors: `internal`, saying why it cannot be.
  static Result<std::unique_ptr<ChildProcess>> start(const std::filesystem::path& program,
                                                     const std::vector<std::string>& arguments);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Writes `input`, as far as it is read, and waits for its end. False where `deadline` came first, or that of the
  /// closed queue.
  bool feedAndWait(std::string_view input, Clock::time_point deadline, const EventQueue& queue);

  /// Ends it and all of its process group.
  void kill();

  /// "exited with status 3", "was ended by signal 11"; empty where it exited with 0. After feedAndWait() gave true.
  std::string complaint() const;

  /// The beginning of what it wrote to its standard output and error.
  const std::string& said() const { return said_; }

 private:
  ChildProcess(pid_t id, int exit, int input, int output) : id_(id), exit_(exit), input_(input), output_(output) {}
  void feed(std::string_view& input);
  void listen();
  void reap();

  const pid_t id_;
  const Descriptor exit_;  ///< a pidfd: readable once it has ended
  std::optional<Descriptor> input_;
  const Descriptor output_;
  bool isOutputOpen_ = true;
  std::optional<int> waitStatus_;
  std::string said_;
};

}  // namespace facewire::events
