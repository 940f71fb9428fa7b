#include "facewire/base/recent_rate.hpp"

#include <algorithm>

namespace facewire {
namespace {

std::uint64_t numberOf(Clock::duration sinceBegin) {
  return static_cast<std::uint64_t>(
             std::max<std::int64_t>(std::chrono::floor<std::chrono::seconds>(sinceBegin).count(), 0)) +
         1;
}

}  // namespace

void RecentRate::note(Clock::time_point now) noexcept {
  const std::uint64_t number = numberOf(now - began_);
  auto& second = seconds_[number % seconds_.size()];
  std::uint64_t was = second.load(std::memory_order_relaxed);
  std::uint64_t is = 0;
  do {
    if (was >> 32 > number) return;  // a thread that was held up for longer than is remembered
    is = was >> 32 == number ? was + 1 : (number << 32) + 1;
  } while (!second.compare_exchange_weak(was, is, std::memory_order_relaxed));
}

double RecentRate::perSecond(Clock::time_point now) const noexcept {
  const std::uint64_t last = numberOf(now - began_);
  const std::uint64_t first = last >= kSeconds ? last - kSeconds + 1 : 1;
  std::uint64_t happened = 0;
  for (const auto& second : seconds_) {
    const std::uint64_t is = second.load(std::memory_order_relaxed);
    if (is >> 32 >= first && is >> 32 <= last) happened += is & 0xFFFFFFFF;
  }
  const double watched = std::chrono::duration<double>(now - began_).count() - static_cast<double>(first - 1);
  return static_cast<double>(happened) / std::max(watched, 1.0);
}

}  // namespace facewire
