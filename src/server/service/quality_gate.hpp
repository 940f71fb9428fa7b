#pragma once

#include <string>

#include "facewire/protocol/faces.hpp"
#include "facewire/service/recognition_service.hpp"
#include "facewire/vision/face_quality.hpp"

namespace facewire::service {

/// What a face must have to be compared with anybody. Under these limits a picture holds nothing to go by.
vision::QualityLimits recognitionLimits(const ServiceOptions& options);

/// Where a face is poor: it is still compared, and named where that says so, but where it does not, the picture is the
/// reason, and nothing is said about who it is.
vision::QualityLimits doubtLimits(const ServiceOptions& options);

/// What a face must have to be enrolled: everybody is compared with it from then on.
vision::QualityLimits enrolmentLimits(const ServiceOptions& options);

protocol::Reason toReason(vision::QualityFault fault);

/// What is wrong, by how much, and the remedy: "the face is blurred (sharpness 0.09, at least 0.12 is needed): hold
/// still, focus, or add light".
std::string describeFault(vision::QualityFault fault, const vision::FaceQuality& quality,
                          const vision::QualityLimits& limits);

}  // namespace facewire::service
