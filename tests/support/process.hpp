#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace facewire::test {

/// For what is to come in any case: reached only where it does not, or on a machine that is slow beyond measure.
constexpr std::chrono::milliseconds kPatience{180'000};

/// How a program ended and what it said.
struct ProcessResult {
  int exitStatus = -1;    ///< -1 where a signal ended it
  int signal = 0;         ///< 0 where it ended by itself
  bool timedOut = false;  ///< the deadline passed and it was killed
  std::string out;
  std::string err;
};

struct ProcessOptions {
  std::string input;                               ///< for its standard input, which then ends
  std::map<std::string, std::string> environment;  ///< set beside this program's own; an empty value unsets
};

/// A child program with pipes on its three standard streams. Both outputs are read all the time, so that it never waits
/// for us. Killed and reaped when the object goes. Confined to one thread.
class Process {
 public:
  /// Throws std::system_error where it cannot be started.
  Process(const std::filesystem::path& program, const std::vector<std::string>& arguments,
          const ProcessOptions& options = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void sendSignal(int signal) const;

  /// Waits for its end; kills it at the deadline.
  ProcessResult wait(std::chrono::milliseconds deadline = kPatience);

  /// True once it has ended; waits for that, but does not kill it.
  bool waitForEnd(std::chrono::milliseconds deadline) const;

  /// Waits until `text` has appeared on standard output (error). False where it ended or the deadline passed without.
  bool waitForOutput(const std::string& text, std::chrono::milliseconds deadline = kPatience);
  bool waitForError(const std::string& text, std::chrono::milliseconds deadline = kPatience);

  /// What it has said so far on standard output (error).
  std::string output() { return textOf(out_); }
  std::string error() { return textOf(err_); }

  pid_t id() const { return child_; }

 private:
  struct Stream {
    std::string text;
    bool ended = false;
  };
  void readAll(int descriptor, Stream& stream);
  std::string textOf(const Stream& stream);
  bool waitForText(const Stream& stream, const std::string& text, std::chrono::milliseconds deadline);
  void reap(int options);

  pid_t child_ = -1;
  int exitDescriptor_ = -1;  // a pidfd: readable when the child has ended
  std::optional<int> waitStatus_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Stream out_;  // guarded by mutex_
  Stream err_;  // guarded by mutex_
  std::jthread outReader_;
  std::jthread errReader_;
  std::jthread inputWriter_;
};

/// Runs a program to its end.
ProcessResult runProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                         const ProcessOptions& options = {}, std::chrono::milliseconds deadline = kPatience);

}  // namespace facewire::test
