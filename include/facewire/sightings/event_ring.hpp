#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "facewire/sightings/event.hpp"

namespace facewire::sightings {

/// The last events, numbered, for those who watch. Whoever comes late, slowly or never costs nobody anything: what the
/// ring has no room for is lost to them, and they are told how much that was. Safe for concurrent use.
class EventRing {
 public:
  static constexpr std::size_t kKept = 1000;

  /// Numbers go up from `first`. Greater than those of any ring before it, for those who go on with a number of that.
  explicit EventRing(std::int64_t first) : first_(first), next_(first) {}

  struct Numbered {
    std::int64_t number = 0;
    Event event;  ///< without its picture
  };
  struct Page {
    std::vector<Numbered> events;
    std::int64_t next = 0;     ///< what to ask for after this
    std::uint64_t missed = 0;  ///< events between what was asked for and the first of these that are lost
  };

  void add(const Event& event);

  /// Nothing is left to be read of somebody of that name.
  void forget(const std::string& person);
  void rename(const std::string& person, const std::string& newName);

  /// The number that the next event gets.
  std::int64_t next() const;

  /// The events from number `from` on, at most `limit`. Waits so long for the first of them; ends at once when
  /// `isOver`, which is asked some times a second, says that nobody waits for the answer any more.
  Page wait(std::int64_t from, std::size_t limit, std::chrono::milliseconds time,
            const std::function<bool()>& isOver) const;

 private:
  const std::int64_t first_;
  mutable std::mutex mutex_;
  mutable std::condition_variable added_;
  std::deque<Numbered> events_;  ///< guarded by mutex_, ascending; so is the next
  std::int64_t next_;
};

}  // namespace facewire::sightings
