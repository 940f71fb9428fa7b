#pragma once

#include <string>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct CalibrateOptions {
  double far = 0.01;  ///< the false accept rate wished for
  bool apply = false;
  bool reset = false;  ///< back to the default; nothing else is done
  std::string plot;    ///< an SVG file; empty: none
};

/// `badInput` where the gallery gives no threshold.
ExitStatus runCalibrate(const Session& session, const CalibrateOptions& options);

}  // namespace facewire::app
