#include "queued_sink.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <spdlog/sinks/ostream_sink.h>

#include <csignal>
#include <latch>
#include <sstream>

#include "sample_event.hpp"

namespace facewire::events {
namespace {

/// Brings nothing before it is let go: a receiver that does not move.
class StuckCourier : public Courier {
 public:
  StuckCourier(std::latch& has, std::latch& letGo) : has_(has), letGo_(letGo) {}

  void run(EventQueue& queue, Trouble&) override {
    while (const auto event = queue.waitForNext()) {
      if (!has_.try_wait()) has_.count_down();
      letGo_.wait();
      queue.settle(EventQueue::Outcome::sent);
    }
  }
  std::string receiver() const override { return "nowhere"; }

 private:
  std::latch& has_;
  std::latch& letGo_;
};

class QueuedSinkTest : public testing::Test {
 protected:
  std::ostringstream text_;
  spdlog::logger log_{"test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_)};
  std::latch has_{1};
  std::latch letGo_{1};
};

TEST_F(QueuedSinkTest, TakesEventsWhileTheReceiverDoesNotMoveAndSaysOnceThatTheQueueIsFull) {
  QueuedSink sink("test", std::make_unique<StuckCourier>(has_, letGo_), 3, log_);
  sink.take(adaEvent(kEntered, 0));
  has_.wait();
  // That these return at all is the point: the receiver is let go only after them.
  for (int id = 1; id <= 20; ++id) sink.take(adaEvent(kEntered, id));
  SinkCounts counts = sink.counts();
  EXPECT_EQ(counts.dropped, 17u);
  EXPECT_EQ(counts.queued, 4u);
  EXPECT_EQ(counts.sent, 0u);
  letGo_.count_down();
  sink.close(Clock::now() + std::chrono::hours(1));
  sink.join();
  counts = sink.counts();
  EXPECT_EQ(counts.sent, 4u);
  EXPECT_EQ(counts.queued, 0u);
  const std::string text = text_.str();
  EXPECT_NE(text.find("test nowhere: the queue is full (3 events wait)"), std::string::npos) << text;
  EXPECT_EQ(text.find("queue is full"), text.rfind("queue is full")) << text;
}

TEST_F(QueuedSinkTest, SaysHowManyWereNotSentBeforeTheStop) {
  {
    QueuedSink sink("test", std::make_unique<StuckCourier>(has_, letGo_), 10, log_);
    for (int id = 0; id < 5; ++id) sink.take(adaEvent(kEntered, id));
    has_.wait();
    sink.close(Clock::now());
    letGo_.count_down();
    sink.join();
    EXPECT_EQ(sink.counts().sent, 1u);
    EXPECT_EQ(sink.counts().dropped, 4u);
    sink.take(adaEvent());
    EXPECT_EQ(sink.counts().dropped, 5u);
  }
  EXPECT_NE(text_.str().find("4 events were not sent before the stop"), std::string::npos) << text_.str();
}

/// Says which signals its thread lets through.
class MaskCourier : public Courier {
 public:
  explicit MaskCourier(sigset_t& mask) : mask_(mask) {}
  void run(EventQueue& queue, Trouble&) override {
    pthread_sigmask(SIG_BLOCK, nullptr, &mask_);
    while (queue.waitForNext()) queue.settle(EventQueue::Outcome::failed);
    throw std::runtime_error("it is broken");
  }
  std::string receiver() const override { return "nowhere"; }

 private:
  sigset_t& mask_;
};

TEST_F(QueuedSinkTest, LeavesSignalsToOthersAndOutlivesWhatItsCourierThrows) {
  sigset_t its;
  {
    QueuedSink sink("test", std::make_unique<MaskCourier>(its), 10, log_);
    sink.take(adaEvent());
    sink.close(Clock::now() + std::chrono::hours(1));
    sink.join();
    EXPECT_EQ(sink.counts().trouble, "it is broken");
    EXPECT_EQ(sink.counts().failed, 1u);
  }
  sigset_t ours;
  pthread_sigmask(SIG_BLOCK, nullptr, &ours);
  for (const int signal : {SIGTERM, SIGINT, SIGPIPE, SIGHUP}) {
    EXPECT_EQ(sigismember(&its, signal), 1) << signal;
    EXPECT_EQ(sigismember(&ours, signal), 0) << signal;
  }
}

}  // namespace
}  // namespace facewire::events
