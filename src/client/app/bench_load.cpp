#include "bench_load.hpp"

#include <sys/resource.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <semaphore>
#include <thread>

#include "facewire/base/clock.hpp"

namespace facewire::app {
namespace {

/// The frames that are left, shared by all clients.
class Budget {
 public:
  Budget(Console& console, std::int64_t frames) : console_(console), frames_(frames) {}

  bool takeOne() { return taken_.fetch_add(1) < frames_; }
  void noteAnswered() { console_.progress({++answered_, frames_, "frames"}); }

 private:
  Console& console_;
  const std::int64_t frames_;
  std::atomic<std::int64_t> taken_ = 0;
  std::atomic<std::int64_t> answered_ = 0;
};

/// One client's way through the pictures. Confined to the client's sending thread.
class Reel {
 public:
  Reel(const std::vector<Bytes>& jpegs, Budget& budget, std::size_t first)
      : jpegs_(jpegs), budget_(budget), at_(first) {}

  /// Nothing when all frames are given out.
  const Bytes* next() {
    if (!budget_.takeOne()) return nullptr;
    return &jpegs_[at_++ % jpegs_.size()];
  }

 private:
  const std::vector<Bytes>& jpegs_;
  Budget& budget_;
  std::size_t at_;
};

void note(ClientMeasurement& measured, const Result<void>& outcome, Clock::time_point sent) {
  if (outcome) {
    measured.latenciesMs.push_back(millisecondsBetween(sent, Clock::now()));
    return;
  }
  ++measured.errors;
  if (!measured.firstError) measured.firstError = outcome.error();
}

void runLockstep(client::Client& client, Reel reel, Budget& budget, ClientMeasurement& measured) {
  while (const Bytes* jpeg = reel.next()) {
    const auto sent = Clock::now();
    Result<void> outcome = client.sendFrame(*jpeg);
    if (outcome) {
      outcome = client.dropAnswer();
    } else if (!client.isOpen()) {
      // The reason, where the server gave one, is waiting to be read.
      if (auto answer = client.dropAnswer(); !answer) outcome = answer;
    }
    note(measured, outcome, sent);
    budget.noteAnswered();
    if (!client.isOpen()) return;
  }
}

/// Sends in one thread and receives in another: were one thread to do both, a server that waits for its answer to be
/// read and a client that waits for its frame to be read would wait for each other.
void runPipelined(client::Client& client, Reel reel, Budget& budget, std::size_t inFlight,
                  ClientMeasurement& measured) {
  std::counting_semaphore<> room(static_cast<std::ptrdiff_t>(inFlight));
  std::counting_semaphore<> due(0);
  std::mutex mutex;
  std::deque<Clock::time_point> sentAt;  // guarded by mutex; empty when due is released: no more comes
  std::atomic<bool> over = false;
  std::jthread sender([&] {
    while (!over) {
      room.acquire();
      const Bytes* jpeg = over ? nullptr : reel.next();
      if (jpeg == nullptr) break;
      {
        const std::scoped_lock lock(mutex);
        sentAt.push_back(Clock::now());
      }
      due.release();
      if (!client.sendFrame(*jpeg)) break;
    }
    due.release();
  });
  while (true) {
    due.acquire();
    Clock::time_point sent;
    {
      const std::scoped_lock lock(mutex);
      if (sentAt.empty()) break;
      sent = sentAt.front();
      sentAt.pop_front();
    }
    note(measured, client.dropAnswer(), sent);
    budget.noteAnswered();
    if (!client.isOpen()) break;
    room.release();
  }
  over = true;
  room.release();
}

double cpuSecondsSoFar() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

LoadMeasurement runLoad(Console& console, std::vector<client::Client>& clients, const LoadPlan& plan) {
  LoadMeasurement load;
  load.clients.resize(clients.size());
  Budget budget(console, plan.frames);
  const double cpuBefore = cpuSecondsSoFar();
  const auto start = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const Reel reel(plan.jpegs, budget, i * plan.jpegs.size() / clients.size());
      threads.emplace_back([&, i, reel] {
        if (plan.inFlight == 1) {
          runLockstep(clients[i], reel, budget, load.clients[i]);
        } else {
          runPipelined(clients[i], reel, budget, plan.inFlight, load.clients[i]);
        }
      });
    }
  }
  load.seconds = millisecondsBetween(start, Clock::now()) / 1000;
  load.cpuSeconds = cpuSecondsSoFar() - cpuBefore;
  console.endProgress();
  return load;
}

}  // namespace facewire::app
