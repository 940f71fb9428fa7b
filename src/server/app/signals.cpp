#include "signals.hpp"

#include <pthread.h>
#include <unistd.h>

#include <cerrno>

#include "exit_status.hpp"

namespace facewire::app {

Signals::Signals() {
  std::signal(SIGPIPE, SIG_IGN);
  // A file at its limit of size is an error of the write, like a full disk, and no reason to end.
  std::signal(SIGXFSZ, SIG_IGN);
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

bool Signals::stopIsPending() const {
  sigset_t pending;
  return sigpending(&pending) == 0 && (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

Signals::Asked Signals::wait(std::optional<std::chrono::milliseconds> patience) {
  int signal = -1;
  do {
    if (patience) {
      timespec time{};
      time.tv_sec = patience->count() / 1000;
      time.tv_nsec = patience->count() % 1000 * 1'000'000;
      signal = sigtimedwait(&signals_, nullptr, &time);
    } else {
      signal = sigwaitinfo(&signals_, nullptr);
    }
  } while (signal < 0 && errno == EINTR);
  if (signal < 0) return Asked::nothing;
  if (signal == SIGHUP) return Asked::reload;
  struct sigaction endNow {};
  endNow.sa_handler = [](int) { ::_exit(kFailed); };
  sigaction(SIGINT, &endNow, nullptr);
  sigaction(SIGTERM, &endNow, nullptr);
  sigdelset(&signals_, SIGHUP);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  return Asked::stop;
}

}  // namespace facewire::app
