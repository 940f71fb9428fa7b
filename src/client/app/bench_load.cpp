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

/// The frames that are left, of one client or shared by all. Safe for concurrent use.
class Budget {
 public:
  explicit Budget(std::int64_t frames) : frames_(frames) {}

  bool takeOne() { return taken_.fetch_add(1) < frames_; }

 private:
  const std::int64_t frames_;
  std::atomic<std::int64_t> taken_ = 0;
};

/// How many were answered, for the eye. Safe for concurrent use.
class Tally {
 public:
  Tally(Console& console, std::int64_t frames, const char* unit) : console_(console), frames_(frames), unit_(unit) {}

  void noteAnswered() { console_.progress({++answered_, frames_, unit_}); }

 private:
  Console& console_;
  const std::int64_t frames_;
  const char* const unit_;
  std::atomic<std::int64_t> answered_ = 0;
};

/// One client's way through the pictures. Confined to the client's sending thread.
class Reel {
 public:
  Reel(const std::vector<Bytes>& jpegs, std::size_t first) : jpegs_(&jpegs), at_(first) {}

  /// Nothing when all frames are given out.
  const Bytes* next(Budget& budget) {
    if (!budget.takeOne()) return nullptr;
    return &(*jpegs_)[at_++ % jpegs_->size()];
  }

 private:
  const std::vector<Bytes>* jpegs_;
  std::size_t at_;
};

/// What one client plays, and who counts it.
struct Play {
  Reel& reel;
  Budget& budget;
  Tally& tally;
  std::size_t inFlight;
};

void note(ClientMeasurement& measured, const Result<void>& outcome, Clock::time_point sent) {
  if (outcome) {
    measured.latenciesMs.push_back(millisecondsBetween(sent, Clock::now()));
    return;
  }
  ++measured.errors;
  if (!measured.firstError) measured.firstError = outcome.error();
}

void runLockstep(client::Client& client, const Play& play, ClientMeasurement& measured) {
  while (const Bytes* jpeg = play.reel.next(play.budget)) {
    const auto sent = Clock::now();
    Result<void> outcome = client.sendFrame(*jpeg);
    if (outcome) {
      outcome = client.dropAnswer();
    } else if (!client.isOpen()) {
      // The reason, where the server gave one, is waiting to be read.
      if (auto answer = client.dropAnswer(); !answer) outcome = answer;
    }
    note(measured, outcome, sent);
    play.tally.noteAnswered();
    if (!client.isOpen()) return;
  }
}

/// Sends in one thread and receives in another: were one thread to do both, a server that waits for its answer to be
/// read and a client that waits for its frame to be read would wait for each other.
void runPipelined(client::Client& client, const Play& play, ClientMeasurement& measured) {
  std::counting_semaphore<> room(static_cast<std::ptrdiff_t>(play.inFlight));
  std::counting_semaphore<> due(0);
  std::mutex mutex;
  std::deque<Clock::time_point> sentAt;  // guarded by mutex; empty when due is released: no more comes
  std::atomic<bool> over = false;
  std::jthread sender([&] {
    while (!over) {
      room.acquire();
      const Bytes* jpeg = over ? nullptr : play.reel.next(play.budget);
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
    play.tally.noteAnswered();
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

/// Each client plays with the budget that `budgetOf` gives for its number, all at once; what it measures is added.
template <typename BudgetOf>
void playAll(std::vector<client::Client>& clients, std::vector<Reel>& reels, std::size_t inFlight, Tally& tally,
             const BudgetOf& budgetOf, std::vector<ClientMeasurement>& measured) {
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    if (!clients[i].isOpen()) continue;
    threads.emplace_back([&, i] {
      const Play play{reels[i], budgetOf(i), tally, inFlight};
      if (inFlight == 1) {
        runLockstep(clients[i], play, measured[i]);
      } else {
        runPipelined(clients[i], play, measured[i]);
      }
    });
  }
}

/// What goes wrong here counts, but no latency does.
void warmUp(Console& console, std::vector<client::Client>& clients, std::vector<Reel>& reels, const LoadPlan& plan,
            std::vector<ClientMeasurement>& measured) {
  std::deque<Budget> budgets;
  for (std::size_t i = 0; i < clients.size(); ++i) budgets.emplace_back(plan.warmUp);
  Tally tally(console, plan.warmUp * static_cast<std::int64_t>(clients.size()), "frames to warm up");
  playAll(
      clients, reels, plan.inFlight, tally, [&](std::size_t i) -> Budget& { return budgets[i]; }, measured);
  for (ClientMeasurement& one : measured) one.latenciesMs.clear();
  console.endProgress();
}

}  // namespace

LoadMeasurement runLoad(Console& console, std::vector<client::Client>& clients, const LoadPlan& plan) {
  LoadMeasurement load;
  load.clients.resize(clients.size());
  std::vector<Reel> reels;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    reels.emplace_back(plan.jpegs, i * plan.jpegs.size() / clients.size());
  }
  if (plan.warmUp > 0) warmUp(console, clients, reels, plan, load.clients);

  Budget budget(plan.frames);
  Tally tally(console, plan.frames, "frames");
  const double cpuBefore = cpuSecondsSoFar();
  const auto start = Clock::now();
  playAll(
      clients, reels, plan.inFlight, tally, [&](std::size_t) -> Budget& { return budget; }, load.clients);
  load.seconds = millisecondsBetween(start, Clock::now()) / 1000;
  load.cpuSeconds = cpuSecondsSoFar() - cpuBefore;
  console.endProgress();
  return load;
}

}  // namespace facewire::app
