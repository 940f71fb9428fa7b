#pragma once

#include <string>

#include "facewire/base/bytes.hpp"

namespace facewire::gallery {

/// What an encoder made of a stored face, as bytes that the store does not look into.
struct StoredDescriptor {
  std::string encoder;  ///< FaceEncoder::id
  Bytes bytes;
};

}  // namespace facewire::gallery
