#pragma once

#include <sys/types.h>

#include <cstdint>
#include <fstream>
#include <string>

namespace facewire::test {

/// What a process has in memory, in KiB, as /proc tells it; 0 where it is gone.
inline std::int64_t residentKiB(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoll(line.substr(6));
  }
  return 0;
}

}  // namespace facewire::test
