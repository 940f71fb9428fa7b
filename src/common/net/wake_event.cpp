#include "facewire/net/wake_event.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "facewire/base/clock.hpp"

namespace facewire::net {

WakeEvent::WakeEvent() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

WakeEvent::~WakeEvent() {
  ::close(descriptor_);
}

void WakeEvent::set() noexcept {
  const std::uint64_t one = 1;
  // Fails only where it is set already.
  [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
}

bool WakeEvent::isSet() const noexcept {
  return waitFor(std::chrono::milliseconds::zero());
}

bool WakeEvent::waitFor(std::chrono::milliseconds time) const noexcept {
  const auto until = Clock::now() + time;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd wait{descriptor_, POLLIN, 0};
    const int ready = ::poll(&wait, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 1'000'000'000)));
    if (ready >= 0 || errno != EINTR) return ready == 1;
  }
}

}  // namespace facewire::net
