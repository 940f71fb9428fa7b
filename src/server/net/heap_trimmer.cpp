#include "heap_trimmer.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace facewire::server {
namespace {

void trimHeap() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

}  // namespace

HeapTrimmer::HeapTrimmer(std::chrono::milliseconds interval)
    : interval_(interval), worker_([this](const std::stop_token& stop) { work(stop); }) {}

void HeapTrimmer::request() {
  {
    const std::lock_guard lock(mutex_);
    if (wanted_) return;
    wanted_ = true;
  }
  changed_.notify_one();
}

void HeapTrimmer::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return wanted_; })) {
    // Before the trim, so that those who free at the same moment share it.
    if (changed_.wait_for(lock, stop, interval_, [] { return false; }); stop.stop_requested()) return;
    wanted_ = false;
    lock.unlock();
    trimHeap();
    lock.lock();
  }
}

}  // namespace facewire::server
