#pragma once

#include <stop_token>
#include <string_view>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// An engine with the picture decoded; checked before the lease. Errors: those of an image,
/// `shuttingDown`.
Result<EnginePool::Lease> leaseWithPicture(const Workshop& workshop, ByteView jpeg, const std::stop_token& stop);

/// The faces in the engine's picture that a picture of one person could mean, from left to right: finds under a third
/// of the largest are somebody far behind, or no faces at all.
std::vector<vision::DetectedFace> findMainFaces(Engine& engine);

/// The only one of them. `purpose` says to what the picture was sent ("enrol"), for the error. Errors: `noFace`,
/// `severalFaces`.
Result<vision::DetectedFace> findOneFace(Engine& engine, std::string_view purpose);

}  // namespace facewire::service
