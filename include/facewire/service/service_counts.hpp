#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "facewire/base/error.hpp"
#include "facewire/base/time_histogram.hpp"

namespace facewire::service {

/// What the time of a frame is spent on inside the service.
enum class Stage { wait, decode, detect, recognise, annotate };

inline constexpr std::array<std::pair<Stage, std::string_view>, 5> kStages{{{Stage::wait, "wait"},
                                                                            {Stage::decode, "decode"},
                                                                            {Stage::detect, "detect"},
                                                                            {Stage::recognise, "recognise"},
                                                                            {Stage::annotate, "annotate"}}};

/// Why a frame can be refused here.
inline constexpr std::array<ErrorCode, 5> kFrameRefusals{ErrorCode::notJpeg, ErrorCode::corruptImage,
                                                         ErrorCode::tooManyPixels, ErrorCode::shuttingDown,
                                                         ErrorCode::internal};

/// What a service has counted since it began, and what it is at, at one moment.
struct ServiceCounts {
  std::uint64_t recognised = 0;                                ///< frames
  std::array<std::uint64_t, kFrameRefusals.size()> refused{};  ///< frames, as kFrameRefusals has them
  std::uint64_t known = 0;                                     ///< faces
  std::uint64_t unknown = 0;
  std::array<TimeHistogram::Reading, kStages.size()> stages;  ///< as kStages has them
  TimeHistogram::Reading whole;  ///< from when the frame was read until its answer was ready
  std::size_t workers = 0;
  std::size_t busy = 0;     ///< of the workers
  std::size_t waiting = 0;  ///< frames, for a worker
  std::size_t people = 0;
  std::size_t samples = 0;
};

}  // namespace facewire::service
