#include "quality_gate.hpp"

#include <algorithm>
#include <cmath>

namespace facewire::service {
namespace {

using protocol::Reason;
using vision::QualityFault;

// Measured on AT&T faces, blurred, moved, darkened and overexposed, and on Extended Yale B (docs/face-quality.md): of
// the faces under the limits of recognition three in a hundred are named, of those in doubt a quarter of what is named
// otherwise, and samples under those of enrolment cost a fifth of the namings and more.
constexpr double kRecognitionDetail = 0.002;
constexpr double kRecognitionBright = 0.95;
constexpr double kDoubtSharpness = 0.1;
constexpr double kDoubtDetail = 0.1;
constexpr double kDoubtBright = 0.6;
constexpr double kEnrolmentDetail = 0.5;
constexpr double kEnrolmentBright = 0.4;

std::string percent(double share) {
  return std::to_string(std::lround(share * 100)) + " %";
}

std::string twoDigits(double number) {
  const long hundredths = std::lround(number * 100);
  return std::to_string(hundredths / 100) + "." + std::to_string(hundredths / 10 % 10) +
         std::to_string(hundredths % 10);
}

/// A number under `limit`, as it is written: never as much as what is needed.
double below(double number, double limit) {
  return std::max(0.0, std::min(number, limit - 0.01));
}

std::string tooLittleDetail(const vision::FaceQuality& quality, const vision::QualityLimits& limits) {
  return percent(below(quality.detail, limits.detail)) + " of it shows any detail, at least " + percent(limits.detail) +
         " is needed";
}

}  // namespace

vision::QualityLimits recognitionLimits(const ServiceOptions& options) {
  return {options.minFacePixels, options.minSharpness, kRecognitionDetail, kRecognitionBright};
}

vision::QualityLimits doubtLimits(const ServiceOptions& options) {
  // Who turns the gate off does not want to hear of blur either.
  const double sharpness = options.minSharpness > 0 ? std::max(options.minSharpness, kDoubtSharpness) : 0;
  return {options.minFacePixels, sharpness, kDoubtDetail, kDoubtBright};
}

vision::QualityLimits enrolmentLimits(const ServiceOptions& options) {
  return {options.minEnrolPixels, options.minEnrolSharpness, kEnrolmentDetail, kEnrolmentBright};
}

Reason toReason(QualityFault fault) {
  switch (fault) {
    case QualityFault::tooSmall:
      return Reason::tooSmall;
    case QualityFault::tooDark:
      return Reason::tooDark;
    case QualityFault::tooBright:
      return Reason::tooBright;
    case QualityFault::tooBlurred:
      break;
  }
  return Reason::tooBlurred;
}

std::string describeFault(QualityFault fault, const vision::FaceQuality& quality, const vision::QualityLimits& limits) {
  switch (fault) {
    case QualityFault::tooSmall:
      return "the face is " + std::to_string(quality.side) + " pixels wide; at least " + std::to_string(limits.side) +
             " are needed: come nearer, or send a larger picture";
    case QualityFault::tooDark:
      return "the face is too dark (" + tooLittleDetail(quality, limits) + "): add light from the front";
    case QualityFault::tooBright:
      return "the face is too bright (" +
             (quality.bright > limits.bright
                  ? percent(quality.bright) + " of it is white, at most " + percent(limits.bright) + " may be"
                  : tooLittleDetail(quality, limits)) +
             "): turn away from the light, or expose less";
    case QualityFault::tooBlurred:
      break;
  }
  if (quality.sharpness >= limits.sharpness) {
    return "the face shows no detail (" + tooLittleDetail(quality, limits) + "): clean the lens, or focus";
  }
  return "the face is blurred (sharpness " + twoDigits(below(quality.sharpness, limits.sharpness)) + ", at least " +
         twoDigits(limits.sharpness) + " is needed): hold still, focus, or add light";
}

}  // namespace facewire::service
