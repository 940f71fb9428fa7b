#include "sample_spread.hpp"

#include <algorithm>

namespace facewire::app {
namespace {

/// A part of a video is tried at this many places at most.
constexpr std::int64_t kTriesPerPart = 20;

}  // namespace

SampleSpread SampleSpread::overFrames(std::int64_t frames, int samples) {
  return {std::max<std::int64_t>(frames, 1), samples};
}

SampleSpread SampleSpread::overTime(int samples) {
  return {std::nullopt, samples};
}

std::int64_t SampleSpread::partOf(std::int64_t index) const {
  // The length is an estimate: what lies beyond belongs to the last part.
  return std::min<std::int64_t>(index * samples_ / *frames_, samples_ - 1);
}

bool SampleSpread::wants(std::int64_t index, double timeMs) const {
  if (isComplete()) return false;
  if (!frames_) return timeMs >= nextMs_;
  const std::int64_t part = partOf(index);
  if (part <= filledPart_ || index < nextIndex_) return false;
  const std::int64_t length = *frames_ / samples_;
  return index >= part * *frames_ / samples_ + length / 4;
}

void SampleSpread::noteTried(std::int64_t index, double timeMs, bool enrolled) {
  if (enrolled) ++enrolled_;
  nextMs_ = timeMs + (enrolled ? kGapMs : kRetryMs);
  if (!frames_) return;
  if (enrolled) filledPart_ = partOf(index);
  nextIndex_ = index + std::max<std::int64_t>(1, *frames_ / samples_ / kTriesPerPart);
}

}  // namespace facewire::app
