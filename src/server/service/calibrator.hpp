#pragma once

#include <mutex>
#include <stop_token>

#include "facewire/protocol/request.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// Finds the threshold for a wished false accept rate on the gallery's own people. Safe for concurrent use.
class Calibrator {
 public:
  /// Pictures that are tried at most, some 20 ms each; of larger galleries an even part of each person's.
  static constexpr std::size_t kMostTrials = 2000;

  /// `workshop` outlives this.
  explicit Calibrator(const Workshop& workshop) : workshop_(workshop) {}

  /// REQUEST calibrate; the answer's fields are those of docs/protocol.md. Takes seconds to a minute; frames go on
  /// beside it. Errors: `badMessage`; `busy` while another one runs; `cannotCalibrate` where the threshold was to be
  /// applied and there is none; `shuttingDown`; `internal`.
  Result<protocol::Json> calibrate(const protocol::Request& request, const std::stop_token& stop);

  /// REQUEST reset_calibration: back to the default, durably. Errors: `internal`.
  Result<protocol::Json> reset();

 private:
  const Workshop& workshop_;
  std::mutex running_;  ///< held through one calibration; who finds it held does not wait
};

}  // namespace facewire::service
