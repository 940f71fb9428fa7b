#include "parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace facewire::eval {

void forEachInParallel(std::size_t count, std::size_t threads, const std::function<Work()>& makeWork) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;  // guarded by mutex
  const auto run = [&] {
    try {
      const Work work = makeWork();
      for (std::size_t index = next++; index < count; index = next++) work(index);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < std::min(threads, count); ++i) workers.emplace_back(run);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace facewire::eval
