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
  std::unique_lock lock(mutex_);
  if (!free_.empty()) {
    // An engine is free only while nobody waits: giveBack hands it to the first in the queue.
    Engine* const engine = free_.back();
    free_.pop_back();
    return Lease(*this, *engine);
  }
  Waiter waiter;
  const auto place = waiting_.insert(waiting_.end(), &waiter);
  if (!waiter.ready.wait(lock, stop, [&waiter] { return waiter.engine != nullptr; })) {
    waiting_.erase(place);
    return fail(ErrorCode::shuttingDown, "the server is shutting down");
  }
  return Lease(*this, *waiter.engine);
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
  waiting_.pop_front();
  next->engine = &engine;
  next->ready.notify_one();
}

}  // namespace facewire::service
