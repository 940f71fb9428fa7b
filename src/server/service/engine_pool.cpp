#include "engine_pool.hpp"

namespace facewire::service {

EnginePool::EnginePool(std::size_t size, const vision::FinderOptions& options, bool encodesColour) {
  for (std::size_t i = 0; i < size; ++i) {
    engines_.push_back(
        std::make_unique<Engine>(i == 0 ? vision::FaceFinder(options) : engines_[0]->finder.sibling(), encodesColour));
    free_.push_back(engines_.back().get());
  }
}

Result<EnginePool::Lease> EnginePool::lease(const std::stop_token& stop) {
  Waiter waiter;
  return lease(stop, waiter);
}

Result<EnginePool::Lease> EnginePool::lease(const std::stop_token& stop, Waiter& waiter) {
  std::unique_lock lock(mutex_);
  if (!free_.empty()) {
    // An engine is free only while nobody waits: giveBack hands it to the first in the queue.
    Engine* const engine = free_.back();
    free_.pop_back();
    return Lease(*this, *engine);
  }
  waiter.engine_ = nullptr;
  waiting_.push_back(&waiter);
  if (!waiter.ready_.wait(lock, stop, [&waiter] { return waiter.engine_ != nullptr; })) {
    std::erase(waiting_, &waiter);
    return fail(ErrorCode::shuttingDown, "the server is shutting down");
  }
  return Lease(*this, *waiter.engine_);
}

EnginePool::Queue EnginePool::queue() const {
  const std::lock_guard lock(mutex_);
  return {engines_.size() - free_.size(), waiting_.size()};
}

void EnginePool::giveBack(Engine& engine) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty()) {
    free_.push_back(&engine);
    return;
  }
  Waiter* const next = waiting_.front();
  waiting_.erase(waiting_.begin());
  next->engine_ = &engine;
  next->ready_.notify_one();
}

}  // namespace facewire::service
