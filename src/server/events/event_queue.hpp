#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

#include "facewire/base/clock.hpp"
#include "facewire/base/descriptor.hpp"
#include "facewire/net/wake_event.hpp"
#include "facewire/sightings/event.hpp"

namespace facewire::events {

/// Events that wait for one receiver, and what became of those before. Whoever puts one in never waits for the
/// receiver: where the queue is full, the oldest goes. Safe for concurrent use; one thread takes.
class EventQueue {
 public:
  /// Throws std::system_error where the system has no descriptor left.
  explicit EventQueue(std::size_t most);

  /// False where one had to go for it, or the queue is closed, and the event itself went.
  bool put(sightings::Event event);

  /// The next one, which is then in work until settle(); nothing where there is none now.
  std::optional<sightings::Event> take();
  /// Waits for it; nothing once the queue is closed, and empty or past its deadline.
  std::optional<sightings::Event> waitForNext();

  enum class Outcome { sent, failed };
  /// What became of the event in work.
  void settle(Outcome outcome);

  /// Nothing is put in any more; what there is may be sent until `deadline`.
  void close(Clock::time_point deadline);
  bool isClosed() const { return closing_.isSet(); }
  /// Clock::time_point::max() until it is closed.
  Clock::time_point deadline() const { return deadline_; }
  bool isPastDeadline() const { return Clock::now() >= deadline(); }
  /// Readable once it is closed; for poll().
  int closing() const { return closing_.descriptor(); }

  /// Readable when there may be something to take, or after wake(); for poll(). Reset by heed().
  int arrivals() const { return arrivals_.get(); }
  void heed();
  void wake();

  /// What was not settled counts as dropped; how many.
  std::uint64_t abandon();

  struct Counts {
    std::uint64_t sent = 0;
    std::uint64_t failed = 0;
    std::uint64_t dropped = 0;
    std::uint64_t queued = 0;
  };
  Counts counts() const;

 private:
  const std::size_t most_;
  net::WakeEvent closing_;
  Descriptor arrivals_;
  std::atomic<Clock::time_point> deadline_{Clock::time_point::max()};
  mutable std::mutex mutex_;
  std::deque<sightings::Event> waiting_;  ///< guarded by mutex_
  bool isInWork_ = false;                 ///< guarded by mutex_
  Counts counts_;                         ///< guarded by mutex_; `queued` is counted when asked for
};

}  // namespace facewire::events
