#include "frame_rate.hpp"

#include <algorithm>

namespace facewire::server {

Clock::duration FrameRate::admit(Clock::time_point now) {
  if (perSecond_ <= 0) return Clock::duration::zero();
  if (since_ != Clock::time_point{}) {
    saved_ = std::min(burst(), saved_ + std::chrono::duration<double>(now - since_).count() * perSecond_);
  }
  since_ = now;
  if (saved_ < 1) {
    return std::chrono::ceil<Clock::duration>(std::chrono::duration<double>((1 - saved_) / perSecond_));
  }
  saved_ -= 1;
  return Clock::duration::zero();
}

}  // namespace facewire::server
