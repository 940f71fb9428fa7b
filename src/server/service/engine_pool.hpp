#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "engine.hpp"
#include "facewire/base/result.hpp"

namespace facewire::service {

/// A fixed number of engines, leased first come first served, so that many clients neither oversubscribe the cores nor
/// starve one another. Safe for concurrent use.
class EnginePool {
 public:
  /// Gives its engine back when it goes. Must not outlive the pool.
  class Lease {
   public:
    Lease(EnginePool& pool, Engine& engine) : pool_(&pool), engine_(&engine) {}
    Lease(Lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), engine_(other.engine_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (pool_) pool_->giveBack(*engine_);
    }
    Engine& operator*() const { return *engine_; }
    Engine* operator->() const { return engine_; }

   private:
    EnginePool* pool_;
    Engine* engine_;
  };

  /// A place in the queue. Whoever leases often keeps one, since making it takes memory; for one lease at a time.
  class Waiter {
    friend class EnginePool;
    std::condition_variable_any ready_;
    Engine* engine_ = nullptr;
  };

  /// Throws std::runtime_error where an engine cannot be made.
  EnginePool(std::size_t size, const vision::FinderOptions& options, bool encodesColour);

  /// Waits for its turn. Errors: `shuttingDown` once `stop` is asked.
  Result<Lease> lease(const std::stop_token& stop);
  Result<Lease> lease(const std::stop_token& stop, Waiter& waiter);

  std::size_t size() const { return engines_.size(); }

  struct Queue {
    std::size_t busy = 0;     ///< engines
    std::size_t waiting = 0;  ///< for one
  };
  Queue queue() const;

 private:
  void giveBack(Engine& engine);

  std::vector<std::unique_ptr<Engine>> engines_;  // constant after construction

  mutable std::mutex mutex_;
  std::vector<Engine*> free_;     ///< guarded by mutex_
  std::vector<Waiter*> waiting_;  ///< guarded by mutex_; the longest waiting first
};

}  // namespace facewire::service
