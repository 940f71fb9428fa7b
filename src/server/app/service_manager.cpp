#include "service_manager.hpp"

#include <systemd/sd-daemon.h>

#include <ctime>

namespace facewire::app {
namespace {

constexpr std::chrono::microseconds kLongStart = std::chrono::seconds(60);

}  // namespace

void ServiceManager::tellReady(const std::string& status) {
  sd_notify(0, ("READY=1\nSTATUS=" + status).c_str());
}

void ServiceManager::tellReloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto microseconds = static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
  sd_notify(0, ("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds)).c_str());
}

void ServiceManager::tellStopping() {
  sd_notify(0, "STOPPING=1\nSTATUS=Answering what was read");
}

void ServiceManager::tellStarting(const std::string& status) {
  sd_notify(0, ("EXTEND_TIMEOUT_USEC=" + std::to_string(kLongStart.count()) + "\nSTATUS=" + status).c_str());
}

std::optional<std::chrono::milliseconds> ServiceManager::watchdogTime() const {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::milliseconds(microseconds / 1000);
}

void ServiceManager::tellAlive() {
  sd_notify(0, "WATCHDOG=1");
}

}  // namespace facewire::app
