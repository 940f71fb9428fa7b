#include "process_state.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <thread>

namespace facewire::test {
namespace {

int countEntries(const std::filesystem::path& folder) {
  std::error_code gone;
  const std::filesystem::directory_iterator entries(folder, gone);
  return gone ? 0 : static_cast<int>(std::distance(entries, {}));
}

std::chrono::milliseconds cpuTime(const std::filesystem::path& statFile) {
  std::string text;
  std::getline(std::ifstream(statFile), text);
  // The program's name may hold blanks and brackets; after it, fields 14 and 15 of proc(5) are the ticks.
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  std::int64_t user = 0;
  std::int64_t system = 0;
  fields >> user >> system;
  return std::chrono::milliseconds((user + system) * 1000 / ::sysconf(_SC_CLK_TCK));
}

}  // namespace

ProcessState stateOf(pid_t process) {
  const auto folder = std::filesystem::path("/proc") / std::to_string(process);
  ProcessState state;
  std::ifstream status(folder / "status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) state.residentKiB = std::stoll(line.substr(6));
    if (line.starts_with("VmSize:")) state.addressSpaceKiB = std::stoll(line.substr(7));
  }
  state.descriptors = countEntries(folder / "fd");
  state.threads = countEntries(folder / "task");
  state.cpu = cpuTime(folder / "stat");
  return state;
}

ProcessState settledStateOf(pid_t process, const ProcessState& most, std::chrono::milliseconds deadline) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  ProcessState state = stateOf(process);
  while (
      (state.descriptors > most.descriptors || state.threads > most.threads || state.residentKiB > most.residentKiB) &&
      std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    state = stateOf(process);
  }
  return state;
}

}  // namespace facewire::test
