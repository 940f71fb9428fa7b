#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "process.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {

/// A `facewired` of its own: a free port of the loopback, a gallery in a folder that goes with it. Confined to one
/// thread.
class ServerProcess {
 public:
  /// Starts it and waits until it accepts. `arguments` come after those for port and folder; `port` 0: any free one.
  /// `environment` is set beside this program's own. Throws std::runtime_error with what it said where it does not come
  /// up.
  explicit ServerProcess(std::vector<std::string> arguments = {}, std::uint16_t port = 0,
                         std::map<std::string, std::string> environment = {});

  std::uint16_t port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  const std::filesystem::path& dataFolder() const { return data_; }

  pid_t id() const { return process_->id(); }
  Process& process() { return *process_; }

  /// As an operator stops it: SIGTERM, and how it ended.
  ProcessResult stop();

  /// As a power cut stops it.
  ProcessResult kill();

  /// After stop() or kill(): the same port, folder and arguments again.
  void startAgain();

 private:
  void start(std::uint16_t port);

  TemporaryFolder folder_;
  std::filesystem::path data_ = folder_.path() / "data";
  std::vector<std::string> arguments_;
  std::map<std::string, std::string> environment_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
};

/// Runs `facewire` with `arguments` to its end. It sees no FACEWIRE_* setting and no display of whoever runs the tests.
ProcessResult runClient(const std::vector<std::string>& arguments, ProcessOptions options = {},
                        std::chrono::milliseconds deadline = kPatience);

/// The same, still running.
std::unique_ptr<Process> startClient(const std::vector<std::string>& arguments, ProcessOptions options = {});

}  // namespace facewire::test
