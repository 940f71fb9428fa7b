#include "interrupt_watch.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace facewire::app {
namespace {

sigset_t watchedSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

InterruptWatch::InterruptWatch(std::stop_source stop) : stop_(std::move(stop)) {
  const sigset_t watched = watchedSignals();
  ::pthread_sigmask(SIG_BLOCK, &watched, &before_);
  signals_ = ::signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals_ < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  thread_ = std::jthread([this] { watch(); });
}

InterruptWatch::~InterruptWatch() {
  over_.set();
  thread_.join();
  ::close(signals_);
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void InterruptWatch::watch() {
  while (true) {
    std::array<pollfd, 2> waits{{{signals_, POLLIN, 0}, {over_.descriptor(), POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) return;
    if (over_.isSet()) return;
    signalfd_siginfo info{};
    if (::read(signals_, &info, sizeof info) != sizeof info) continue;
    if (stop_.stop_requested()) ::_exit(128 + static_cast<int>(info.ssi_signo));
    stop_.request_stop();
  }
}

}  // namespace facewire::app
