#include "sample_windows.hpp"

#include <algorithm>

namespace facewire::app {

SampleWindows SampleWindows::overFrames(std::int64_t frames, int windows) {
  return SampleWindows(std::max<std::int64_t>(frames, 1), std::max(windows, 1));
}

SampleWindows SampleWindows::overTime() {
  return SampleWindows(std::nullopt, 1);
}

std::int64_t SampleWindows::windowOf(std::int64_t index) const {
  // The length is an estimate: what lies beyond belongs to the last window.
  return std::min<std::int64_t>(index * windows_ / *frames_, windows_ - 1);
}

std::int64_t SampleWindows::stride() const {
  return std::max<std::int64_t>(1, *frames_ / windows_ / kLooks);
}

bool SampleWindows::endsBefore(std::int64_t index, double timeMs) {
  const bool over = frames_ ? windowOf(index) != window_ : candidateMs_ && timeMs - *candidateMs_ >= kWindowMs;
  if (!over) return false;
  if (frames_) window_ = windowOf(index);
  looksSooner_ = 0;
  candidateMs_.reset();
  return true;
}

bool SampleWindows::wants(std::int64_t index, double timeMs) {
  if (frames_ ? index < nextIndex_ : timeMs < nextMs_) return false;
  if (frames_) nextIndex_ = index + stride();
  nextMs_ = timeMs + kLookMs;
  return true;
}

void SampleWindows::noteCandidate(double timeMs) {
  if (!candidateMs_) candidateMs_ = timeMs;
}

void SampleWindows::noteRefused(std::int64_t index) {
  if (!frames_ || looksSooner_ == kLooks) return;
  ++looksSooner_;
  nextIndex_ = index + std::max<std::int64_t>(1, stride() / 3);
}

}  // namespace facewire::app
