#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "courier.hpp"

namespace facewire::events {

/// A courier with the queue that events wait in for it and the thread that it runs on. Safe for concurrent use.
class QueuedSink : public sightings::EventSink {
 public:
  QueuedSink(std::string name, std::unique_ptr<Courier> courier, std::size_t most, spdlog::logger& log);
  /// Ends it at once, unless it has ended.
  ~QueuedSink() override;

  void take(const sightings::Event& event) override;
  void setPeople(const std::vector<EnrolledPerson>& people);
  SinkCounts counts() const;

  /// Begins its end; what waits may still be sent until `deadline`.
  void close(Clock::time_point deadline) { queue_.close(deadline); }
  /// After close(): waits for the end, which comes with the deadline at the latest.
  void join();

 private:
  void run();

  const std::unique_ptr<Courier> courier_;
  Trouble trouble_;
  const std::size_t most_;
  EventQueue queue_;
  std::atomic<bool> isFull_{false};  ///< and the log knows
  std::thread thread_;
};

}  // namespace facewire::events
