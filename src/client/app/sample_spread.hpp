#pragma once

#include <cstdint>
#include <optional>

namespace facewire::app {

/// Chooses which frames of a source to try as samples, so that they differ: ten consecutive frames are one sample ten
/// times. Confined to one thread.
class SampleSpread {
 public:
  /// Of a known length: one sample from each of `samples` equal parts, tried from the middle half of the part on.
  static SampleSpread overFrames(std::int64_t frames, int samples);

  /// Of unknown length: a sample at most every kGapMs.
  static SampleSpread overTime(int samples);

  /// Whether to try this frame. Frames are asked about in order.
  bool wants(std::int64_t index, double timeMs) const;

  /// What became of a frame that was tried.
  void noteTried(std::int64_t index, double timeMs, bool enrolled);

  bool isComplete() const { return enrolled_ >= samples_; }
  int enrolled() const { return enrolled_; }

  static constexpr double kGapMs = 800;    ///< between two samples
  static constexpr double kRetryMs = 250;  ///< after a frame that was refused

 private:
  SampleSpread(std::optional<std::int64_t> frames, int samples) : frames_(frames), samples_(samples) {}
  std::int64_t partOf(std::int64_t index) const;

  std::optional<std::int64_t> frames_;
  int samples_;
  int enrolled_ = 0;
  std::int64_t nextIndex_ = 0;
  double nextMs_ = 0;
  std::int64_t filledPart_ = -1;
};

}  // namespace facewire::app
