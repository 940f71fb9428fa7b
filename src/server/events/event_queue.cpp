#include "event_queue.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <array>
#include <system_error>
#include <utility>

namespace facewire::events {

EventQueue::EventQueue(std::size_t most) : most_(most), arrivals_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (arrivals_.get() < 0) throw std::system_error(errno, std::generic_category(), "an event queue's descriptor");
}

bool EventQueue::put(sightings::Event event) {
  bool hasRoom = true;
  {
    const std::lock_guard lock(mutex_);
    if (isClosed()) {
      ++counts_.dropped;
      return false;
    }
    if (waiting_.size() >= most_) {
      waiting_.pop_front();
      ++counts_.dropped;
      hasRoom = false;
    }
    waiting_.push_back(std::move(event));
  }
  wake();
  return hasRoom;
}

std::optional<sightings::Event> EventQueue::take() {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) return std::nullopt;
  std::optional<sightings::Event> next = std::move(waiting_.front());
  waiting_.pop_front();
  isInWork_ = true;
  return next;
}

std::optional<sightings::Event> EventQueue::waitForNext() {
  while (!isPastDeadline()) {
    heed();
    if (auto next = take()) return next;
    if (isClosed()) return std::nullopt;
    std::array<pollfd, 2> watched{{{arrivals(), POLLIN, 0}, {closing(), POLLIN, 0}}};
    ::poll(watched.data(), watched.size(), -1);
  }
  return std::nullopt;
}

void EventQueue::settle(Outcome outcome) {
  const std::lock_guard lock(mutex_);
  ++(outcome == Outcome::sent ? counts_.sent : counts_.failed);
  isInWork_ = false;
}

void EventQueue::close(Clock::time_point deadline) {
  const std::lock_guard lock(mutex_);
  deadline_ = deadline;
  closing_.set();
}

void EventQueue::heed() {
  eventfd_t ignored = 0;
  ::eventfd_read(arrivals_.get(), &ignored);
}

void EventQueue::wake() {
  ::eventfd_write(arrivals_.get(), 1);
}

std::uint64_t EventQueue::abandon() {
  const std::lock_guard lock(mutex_);
  const std::uint64_t left = waiting_.size() + (isInWork_ ? 1 : 0);
  counts_.dropped += left;
  waiting_.clear();
  isInWork_ = false;
  return left;
}

EventQueue::Counts EventQueue::counts() const {
  const std::lock_guard lock(mutex_);
  Counts counts = counts_;
  counts.queued = waiting_.size() + (isInWork_ ? 1 : 0);
  return counts;
}

}  // namespace facewire::events
