#include "facewire/net/wake_event.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

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
  pollfd wait{descriptor_, POLLIN, 0};
  return ::poll(&wait, 1, 0) == 1;
}

}  // namespace facewire::net
