#include "server_process.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace facewire::test {
namespace {

ProcessOptions hermetic(ProcessOptions options) {
  for (const char* name : {"FACEWIRE_SERVER", "FACEWIRE_TOKEN", "FACEWIRE_LISTEN", "FACEWIRE_DATA", "FACEWIRE_CONFIG",
                           "FACEWIRE_TOKEN_FILE", "DISPLAY", "WAYLAND_DISPLAY"}) {
    options.environment.try_emplace(name, "");
  }
  return options;
}

}  // namespace

ServerProcess::ServerProcess(std::vector<std::string> arguments, std::uint16_t port,
                             std::map<std::string, std::string> environment)
    : arguments_(std::move(arguments)), environment_(std::move(environment)) {
  start(port);
}

void ServerProcess::start(std::uint16_t port) {
  const std::filesystem::path portFile = folder_.path() / "port";
  std::filesystem::remove(portFile);
  std::vector<std::string> words{
      "--config",        "",       "--listen",    "127.0.0.1:" + std::to_string(port), "--port-file",
      portFile.string(), "--data", data_.string()};
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  ProcessOptions options = hermetic({"", environment_});
  // There is one default port, and many tests run at a time; a flag beats this.
  options.environment.try_emplace("FACEWIRE_METRICS_LISTEN", "none");
  process_ = std::make_unique<Process>(FACEWIRE_SERVER_PROGRAM, words, options);
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    int found = 0;
    if (std::ifstream(portFile) >> found && found > 0) {
      port_ = static_cast<std::uint16_t>(found);
      return;
    }
    if (process_->waitForEnd(std::chrono::milliseconds(10))) break;
  }
  throw std::runtime_error("facewired did not come up: " + process_->wait(std::chrono::milliseconds(0)).err);
}

ProcessResult ServerProcess::stop() {
  process_->sendSignal(SIGTERM);
  return process_->wait();
}

ProcessResult ServerProcess::kill() {
  process_->sendSignal(SIGKILL);
  return process_->wait();
}

void ServerProcess::startAgain() {
  start(port_);
}

std::unique_ptr<Process> startClient(const std::vector<std::string>& arguments, ProcessOptions options) {
  return std::make_unique<Process>(FACEWIRE_CLIENT_PROGRAM, arguments, hermetic(std::move(options)));
}

ProcessResult runClient(const std::vector<std::string>& arguments, ProcessOptions options,
                        std::chrono::milliseconds deadline) {
  return startClient(arguments, std::move(options))->wait(deadline);
}

}  // namespace facewire::test
