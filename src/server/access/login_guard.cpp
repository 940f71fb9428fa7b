#include "facewire/access/login_guard.hpp"

#include <algorithm>
#include <vector>

namespace facewire::access {
namespace {

/// With more places than this those that failed longest ago are forgotten.
constexpr std::size_t kMaxPlaces = 10'000;

}  // namespace

LoginGuard::LoginGuard(std::size_t maxFailures, std::chrono::seconds window) : window_(window) {
  setMaxFailures(maxFailures);
}

void LoginGuard::setMaxFailures(std::size_t maxFailures) {
  const std::lock_guard lock(mutex_);
  maxFailures_ = std::max<std::size_t>(maxFailures, 1);
}

std::optional<std::chrono::seconds> LoginGuard::barredFor(const std::string& place, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(place);
  if (found == failures_.end() || found->second.size() < maxFailures_) return std::nullopt;
  const auto& times = found->second;
  const auto until = times[times.size() - maxFailures_] + window_;
  if (now >= until) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(until - now);
}

void LoginGuard::noteFailure(const std::string& place, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (!failures_.contains(place) && failures_.size() >= kMaxPlaces) forgetOld(now);
  auto& times = failures_[place];
  times.push_back(now);
  while (times.size() > maxFailures_) times.pop_front();
}

/// mutex_ is held.
void LoginGuard::forgetOld(Clock::time_point now) {
  std::erase_if(failures_, [&](const auto& entry) { return now - entry.second.back() >= window_; });
  if (failures_.size() < kMaxPlaces) return;
  // Half of them at a time: or each new place would cost a look at all.
  std::vector<Clock::time_point> last;
  last.reserve(failures_.size());
  for (const auto& [place, times] : failures_) last.push_back(times.back());
  const auto middle = last.begin() + static_cast<std::ptrdiff_t>(last.size() / 2);
  std::ranges::nth_element(last, middle);
  std::erase_if(failures_, [&](const auto& entry) { return entry.second.back() < *middle; });
  // Where all failed at one moment, as clocks tell it, any is as good.
  if (failures_.size() >= kMaxPlaces) failures_.erase(failures_.begin());
}

}  // namespace facewire::access
