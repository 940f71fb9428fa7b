#pragma once

#include "facewire/base/clock.hpp"

namespace facewire::server {

/// Keeps one client to a number of frames a second, a second's worth of them at once where it was silent before (a
/// token bucket). Confined to one thread.
class FrameRate {
 public:
  /// 0: any number.
  explicit FrameRate(double perSecond) : perSecond_(perSecond), saved_(burst()) {}

  /// How long the next frame would have to wait; zero takes it as come.
  Clock::duration admit(Clock::time_point now);

 private:
  double burst() const { return perSecond_ < 1 ? 1 : perSecond_; }

  const double perSecond_;
  double saved_;  ///< frames that may come at once
  Clock::time_point since_{};
};

}  // namespace facewire::server
