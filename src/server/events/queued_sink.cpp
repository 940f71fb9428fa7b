#include "queued_sink.hpp"

#include <pthread.h>

#include <csignal>
#include <exception>
#include <utility>

namespace facewire::events {

QueuedSink::QueuedSink(std::string name, std::unique_ptr<Courier> courier, std::size_t most, spdlog::logger& log)
    : courier_(std::move(courier)), trouble_(std::move(name), courier_->receiver(), log), most_(most), queue_(most) {
  // The thread begins with the mask of this one. Signals are for the main thread; and a receiver that goes away is an
  // error of the write, not a SIGPIPE.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    thread_ = std::thread(&QueuedSink::run, this);
  } catch (...) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

QueuedSink::~QueuedSink() {
  if (!thread_.joinable()) return;
  if (!queue_.isClosed()) close(Clock::now());
  join();
}

void QueuedSink::take(const sightings::Event& event) {
  courier_->note(event);
  const bool hadRoom = queue_.put(event);
  if (queue_.isClosed()) return;
  if (hadRoom) {
    // A receiver that is only just too slow makes room for one at a time, which is the same trouble still.
    if (isFull_ && queue_.counts().queued <= most_ / 2) isFull_ = false;
  } else if (!isFull_.exchange(true)) {
    trouble_.log().warn("{}: the queue is full ({} events wait): from now on the oldest is dropped for each new one",
                        trouble_.inLog(), most_);
  }
}

void QueuedSink::setPeople(const std::vector<EnrolledPerson>& people) {
  courier_->setPeople(people);
  queue_.wake();
}

SinkCounts QueuedSink::counts() const {
  const EventQueue::Counts counts = queue_.counts();
  return {trouble_.name(), courier_->receiver(), counts.sent,      counts.failed,
          counts.dropped,  counts.queued,        trouble_.reason()};
}

void QueuedSink::join() {
  if (thread_.joinable()) thread_.join();
}

void QueuedSink::run() {
  try {
    courier_->run(queue_, trouble_);
  } catch (const std::exception& error) {
    trouble_.begin(error.what(), "no events are sent any more");
  }
  if (!queue_.isClosed()) return;
  if (const auto left = queue_.abandon(); left > 0) {
    trouble_.log().warn("{}: {} events were not sent before the stop", trouble_.inLog(), left);
  }
}

}  // namespace facewire::events
