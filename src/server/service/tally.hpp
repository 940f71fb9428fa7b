#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "facewire/base/recent_rate.hpp"
#include "facewire/base/time_histogram.hpp"
#include "facewire/protocol/faces.hpp"
#include "facewire/service/service_counts.hpp"

namespace facewire::service {

/// Frames that were refused, by why. Safe for concurrent use.
class RefusedFrames {
 public:
  /// What is not among kFrameRefusals counts as `internal`.
  void count(ErrorCode code) noexcept;
  std::array<std::uint64_t, kFrameRefusals.size()> read() const noexcept;
  std::uint64_t total() const noexcept;

 private:
  std::array<std::atomic<std::uint64_t>, kFrameRefusals.size()> counts_{};
};

/// How long frames took, in each stage and altogether. Safe for concurrent use.
class StageTimes {
 public:
  /// `annotated`: whether it was; else there is no time to speak of.
  void add(const protocol::StageTimes& ms, bool annotated) noexcept;

  const TimeHistogram& of(Stage stage) const { return stages_.at(static_cast<std::size_t>(stage)); }
  const TimeHistogram& whole() const { return whole_; }

 private:
  std::array<TimeHistogram, kStages.size()> stages_;
  TimeHistogram whole_;
};

/// What has been answered since the start. Safe for concurrent use.
struct Tally {
  std::atomic<std::uint64_t> frames = 0;
  RefusedFrames refused;
  std::atomic<std::uint64_t> known = 0;
  std::atomic<std::uint64_t> unknown = 0;
  RecentRate rate;   ///< of frames
  StageTimes times;  ///< of the frames of streams and pictures; an explanation's are others
};

}  // namespace facewire::service
