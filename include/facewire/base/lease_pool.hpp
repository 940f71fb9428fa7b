#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace facewire {

/// Items that are dear to make and of use to one thread at a time: as many as were ever needed at once, made on demand
/// and kept for whoever is next. Safe for concurrent use. Outlives its leases.
template <typename T>
class LeasePool {
  struct GiveBack {
    LeasePool* pool;
    void operator()(T* item) const noexcept { pool->giveBack(std::unique_ptr<T>(item)); }
  };

 public:
  using Make = std::function<std::unique_ptr<T>()>;

  /// An item for one's own, as it was when it was last given back; it goes back with the lease.
  using Lease = std::unique_ptr<T, GiveBack>;

  /// `make` gives a new item, never null, or throws. It is called by several threads at once.
  explicit LeasePool(Make make) : make_(std::move(make)) {}

  /// An idle item, the one last used of them, or a new one. Never waits for an item. Throws what `make` throws; the
  /// pool is then as before.
  Lease take() {
    if (std::unique_ptr<T> idle = takeIdle()) return Lease(idle.release(), GiveBack{this});
    std::unique_ptr<T> made = make_();
    {
      const std::lock_guard lock(mutex_);
      // So that giving one back needs no memory.
      idle_.reserve(made_ + 1);
      ++made_;
    }
    return Lease(made.release(), GiveBack{this});
  }

 private:
  std::unique_ptr<T> takeIdle() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    std::unique_ptr<T> item = std::move(idle_.back());
    idle_.pop_back();
    return item;
  }

  void giveBack(std::unique_ptr<T> item) noexcept {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(item));
  }

  const Make make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<T>> idle_;  ///< guarded by mutex_
  std::size_t made_ = 0;                  ///< guarded by mutex_
};

}  // namespace facewire
