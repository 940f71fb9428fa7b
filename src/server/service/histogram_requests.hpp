#pragma once

#include "facewire/protocol/request.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// `add_sample` with "opencv": adds what cv::face::LBPHFaceRecognizer kept of a face, without a picture. `shares`: the
/// DATA, little-endian floats. Errors: `badMessage`, `badName`, `nameTaken`, `badGallery` where these are no face's
/// histograms, `internal`. Safe for concurrent use.
Result<protocol::Json> addHistogram(const Workshop& workshop, const protocol::Request& request, ByteView shares);

}  // namespace facewire::service
