#include "facewire/capture/capture_thread.hpp"

#include <cmath>
#include <cstdio>
#include <utility>

#include "facewire/capture/back_off.hpp"

namespace facewire::capture {

CaptureThread::CaptureThread(std::unique_ptr<FrameSource> source, std::function<void(const std::string&)> tell)
    : source_(std::move(source)),
      tell_(std::move(tell)),
      live_(source_->isLive()),
      slot_(live_ ? FrameSlot::Policy::newest : FrameSlot::Policy::every),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

std::optional<Error> CaptureThread::failure() const {
  const std::scoped_lock lock(mutex_);
  return failure_;
}

void CaptureThread::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    Result<std::optional<Frame>> frame = source_->next();
    if (!frame) {
      if (live_ && mend(frame.error(), stop)) continue;
      if (!live_) {
        const std::scoped_lock lock(mutex_);
        failure_ = frame.error();
      }
      break;
    }
    if (!frame->has_value() || !slot_.put(std::move(**frame), stop)) break;
  }
  slot_.end();
}

/// Opens the source again until it works. False where `stop` ended that.
bool CaptureThread::mend(const Error& error, const std::stop_token& stop) {
  lost_ = true;
  const auto since = Clock::now();
  tell_("lost " + source_->name() + " (" + error.detail + "); trying again…");
  BackOff backOff;
  while (backOff.wait(stop)) {
    if (!source_->reopen()) continue;
    const auto tenths = std::lround(millisecondsBetween(since, Clock::now()) / 100);
    tell_(source_->name() + " is back after " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s");
    lost_ = false;
    return true;
  }
  return false;
}

}  // namespace facewire::capture
