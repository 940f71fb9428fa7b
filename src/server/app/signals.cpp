#include "signals.hpp"

#include <pthread.h>
#include <unistd.h>

#include "exit_status.hpp"

namespace facewire::app {

StopSignals::StopSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  // A file at its limit of size is an error of the write, like a full disk, and no reason to end.
  std::signal(SIGXFSZ, SIG_IGN);
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

bool StopSignals::havePending() const {
  sigset_t pending;
  return sigpending(&pending) == 0 && (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

void StopSignals::wait() {
  int signal = 0;
  while (sigwait(&signals_, &signal) != 0) {
  }
  struct sigaction endNow {};
  endNow.sa_handler = [](int) { ::_exit(kFailed); };
  sigaction(SIGINT, &endNow, nullptr);
  sigaction(SIGTERM, &endNow, nullptr);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace facewire::app
