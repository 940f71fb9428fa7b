#include "search_scratch.hpp"

#include <new>

namespace facewire::gallery {

std::unique_ptr<SearchScratch> ScratchPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      std::unique_ptr<SearchScratch> scratch = std::move(free_.back());
      free_.pop_back();
      return scratch;
    }
  }
  return std::make_unique<SearchScratch>();
}

void ScratchPool::giveBack(std::unique_ptr<SearchScratch> scratch) noexcept {
  try {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(scratch));
  } catch (const std::bad_alloc&) {
    // Then the next search makes its own.
  }
}

}  // namespace facewire::gallery
