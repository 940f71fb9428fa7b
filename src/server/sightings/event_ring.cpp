#include "facewire/sightings/event_ring.hpp"

#include <algorithm>

#include "facewire/base/clock.hpp"

namespace facewire::sightings {
namespace {

/// How often a waiting call looks whether anybody still waits for it.
constexpr std::chrono::milliseconds kLooksEvery{100};

}  // namespace

void EventRing::add(const Event& event) {
  {
    const std::lock_guard lock(mutex_);
    events_.push_back({next_++, event});
    events_.back().event.picture.reset();
    if (events_.size() > kKept) events_.pop_front();
  }
  added_.notify_all();
}

void EventRing::forget(const std::string& person) {
  const std::lock_guard lock(mutex_);
  std::erase_if(events_, [&](const Numbered& kept) { return kept.event.sighting.person == person; });
}

void EventRing::rename(const std::string& person, const std::string& newName) {
  const std::lock_guard lock(mutex_);
  for (Numbered& kept : events_) {
    if (kept.event.sighting.person == person) kept.event.sighting.person = newName;
  }
}

std::int64_t EventRing::next() const {
  const std::lock_guard lock(mutex_);
  return next_;
}

EventRing::Page EventRing::wait(std::int64_t from, std::size_t limit, std::chrono::milliseconds time,
                                const std::function<bool()>& isOver) const {
  const auto deadline = Clock::now() + time;
  std::unique_lock lock(mutex_);
  // A number from the future is one of a ring before this, and of a clock that was set back since.
  from = std::min(from, next_);
  while (next_ <= from) {
    const auto now = Clock::now();
    if (now >= deadline) break;
    lock.unlock();
    const bool over = isOver && isOver();
    lock.lock();
    if (over || next_ > from) break;
    added_.wait_until(lock, std::min(deadline, now + kLooksEvery));
  }
  Page page;
  page.next = from;
  auto kept = std::ranges::lower_bound(events_, from, {}, &Numbered::number);
  for (; kept != events_.end() && page.events.size() < limit; ++kept) {
    page.events.push_back(*kept);
    page.next = kept->number + 1;
  }
  if (page.events.empty()) {
    page.next = next_;  // whatever was there between is forgotten
  } else {
    // Of a ring before this one nobody knows how much there was.
    const std::int64_t asked = std::max(from, first_);
    page.missed = static_cast<std::uint64_t>(std::max<std::int64_t>(page.events.front().number - asked, 0));
  }
  return page;
}

}  // namespace facewire::sightings
