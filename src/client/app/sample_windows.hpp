#pragma once

#include <cstdint>
#include <optional>

namespace facewire::app {

/// Divides a source into windows of time, of each of which the best frame becomes a sample, and says which frames to
/// look at. Confined to one thread.
class SampleWindows {
 public:
  /// Of a known length: `windows` equal parts, with kLooks frames looked at in each, evenly spread, and as many again
  /// where those are no good.
  static SampleWindows overFrames(std::int64_t frames, int windows);

  /// Of unknown length: a window ends kWindowMs after its first candidate, so that a face has the time to hold still.
  static SampleWindows overTime();

  /// Takes the next frame's place. True where the window of the frames before it is over.
  bool endsBefore(std::int64_t index, double timeMs);

  /// Whether to look at this frame. Asked once for each frame, in order, after endsBefore().
  bool wants(std::int64_t index, double timeMs);

  /// A frame that was looked at could become a sample.
  void noteCandidate(double timeMs);

  /// A frame that was looked at could not: blur and shut eyes pass, so the next look comes sooner.
  void noteRefused(std::int64_t index);

  static constexpr int kLooks = 8;
  static constexpr double kWindowMs = 600;
  static constexpr double kLookMs = 80;  ///< between two frames of unknown length that are looked at

 private:
  explicit SampleWindows(std::optional<std::int64_t> frames, int windows) : frames_(frames), windows_(windows) {}
  std::int64_t windowOf(std::int64_t index) const;
  std::int64_t stride() const;

  const std::optional<std::int64_t> frames_;
  const int windows_;
  std::int64_t window_ = 0;
  int looksSooner_ = 0;  ///< in this window
  std::int64_t nextIndex_ = 0;
  double nextMs_ = 0;
  std::optional<double> candidateMs_;  ///< of the first one in this window
};

}  // namespace facewire::app
