#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "facewire/metrics/collectors.hpp"

namespace facewire::metrics {
namespace {

/// The fields of /proc/self/stat from the third (state) on, as proc(5) numbers them; the second is in brackets and may
/// hold anything.
struct ProcessStat {
  double threads = 0;    ///< field 20
  double startTick = 0;  ///< field 22, since the machine's start
  double bytes = 0;      ///< field 23, of addresses
  double pages = 0;      ///< field 24, resident
};

ProcessStat readStat() {
  std::ifstream file("/proc/self/stat");
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  const std::size_t nameEnd = all.rfind(')');
  if (nameEnd == std::string::npos) return {};
  std::istringstream fields(all.substr(nameEnd + 1));
  fields.imbue(std::locale::classic());
  std::string skipped;
  for (int field = 3; field < 20; ++field) fields >> skipped;
  ProcessStat stat;
  fields >> stat.threads >> skipped >> stat.startTick >> stat.bytes >> stat.pages;
  return stat;
}

/// When the machine started, in seconds since 1970; 0 where that is not told.
double bootTime() {
  std::ifstream file("/proc/stat");
  for (std::string word; file >> word;) {
    double seconds = 0;
    if (word == "btime" && file >> seconds) return seconds;
  }
  return 0;
}

double cpuSeconds() {
  rusage usage{};
  if (::getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double openDescriptors() {
  std::error_code error;
  const std::filesystem::directory_iterator descriptors("/proc/self/fd", error);
  const auto count = std::distance(begin(descriptors), end(descriptors));
  return static_cast<double>(count > 0 ? count - 1 : 0);  // without the one that lists them
}

}  // namespace

void collectProcess(Families& families) {
  const ProcessStat stat = readStat();
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  families.counter("process_cpu_seconds_total", "Processor time that the server has taken.", cpuSeconds());
  families.gauge("process_resident_memory_bytes", "Memory that the server has in RAM.",
                 stat.pages * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  families.gauge("process_virtual_memory_bytes", "Addresses that the server has taken.", stat.bytes);
  families.gauge("process_open_fds", "Descriptors that are open.", openDescriptors());
  families.gauge("process_max_fds", "Descriptors that may be open.", static_cast<double>(limit.rlim_cur));
  families.gauge("process_threads", "Threads of the server.", stat.threads);
  families.gauge("process_start_time_seconds", "When the server was started, in seconds since 1970.",
                 bootTime() + stat.startTick / ticks);
}

}  // namespace facewire::metrics
