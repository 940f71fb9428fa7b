#include "facewire/base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace facewire {

void forEachInParallel(std::size_t count, std::size_t threads, const std::function<ItemWork()>& makeWork) {
  if (count == 0) return;
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;  // guarded by mutex
  const auto run = [&] {
    try {
      const ItemWork work = makeWork();
      for (std::size_t index = next++; index < count; index = next++) work(index);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> helpers;
    helpers.reserve(std::min(threads, count));
    try {
      for (std::size_t i = 1; i < std::min(threads, count); ++i) helpers.emplace_back(run);
    } catch (const std::system_error&) {
      // Whoever is there does it all.
    }
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

void forEachInParallel(std::size_t count, const ItemWork& work) {
  forEachInParallel(count, std::thread::hardware_concurrency(),
                    [&]() -> ItemWork { return [&work](std::size_t index) { work(index); }; });
}

}  // namespace facewire
