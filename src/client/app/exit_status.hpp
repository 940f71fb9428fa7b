#pragma once

#include "facewire/base/error.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::app {

/// What the `facewire` command ends with. Scripts rely on the numbers: never renumbered.
enum class ExitStatus {
  done = 0,         ///< for `recognize`: somebody known in every image; for `verify`: yes in every image
  failed = 1,       ///< a fault of this program
  usage = 2,        ///< the command line
  unreachable = 3,  ///< the server cannot be reached, cannot answer, or the connection broke
  refused = 4,      ///< token or TLS
  badInput =
      5,  ///< an image, video, folder or name that cannot be read or was rejected; an output that cannot be written
  noFace = 10,      ///< no face found
  nobodyKnown = 11  ///< faces found, but nobody known; for `verify`: no
};

/// The status that stands for an error.
ExitStatus exitStatusOf(ErrorCode code);

/// The status of one recognised picture: done, noFace or nobodyKnown.
ExitStatus exitStatusOf(const protocol::FacesResult& result);

/// Of several images the most serious status counts: failed, usage, refused, unreachable, badInput, noFace,
/// nobodyKnown, done.
ExitStatus moreSerious(ExitStatus one, ExitStatus other);

}  // namespace facewire::app
