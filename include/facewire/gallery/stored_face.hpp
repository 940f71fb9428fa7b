#pragma once

#include "facewire/base/bytes.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::gallery {

/// What is kept of a face: the chip as PNG, and the face box inside it. Enough for any encoder to start from.
struct StoredFace {
  Bytes png;
  protocol::Box face;
};

}  // namespace facewire::gallery
