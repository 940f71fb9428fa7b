#include "quality_gate.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>

#include "facewire/vision/face_chip.hpp"

namespace facewire::service {
namespace {

using vision::FaceQuality;
using vision::QualityFault;
namespace fs = std::filesystem;

const ServiceOptions kOptions;
const FaceQuality kPoor{.side = 30, .sharpness = 0.088, .detail = 0.1, .dark = 0.9, .bright = 0.55};

std::string told(QualityFault fault, const FaceQuality& quality = kPoor) {
  return describeFault(fault, quality, enrolmentLimits(kOptions));
}

TEST(QualityGate, SaysWhatIsWrongByHowMuchAndTheRemedy) {
  EXPECT_EQ(told(QualityFault::tooBlurred),
            "the face is blurred (sharpness 0.09, at least 0.12 is needed): hold still, focus, or add light");
  EXPECT_EQ(told(QualityFault::tooSmall),
            "the face is 30 pixels wide; at least 48 are needed: come nearer, or send a larger picture");
  EXPECT_EQ(told(QualityFault::tooDark),
            "the face is too dark (10 % of it shows any detail, at least 50 % is needed): add light from the front");
  EXPECT_EQ(told(QualityFault::tooBright),
            "the face is too bright (55 % of it is white, at most 40 % may be): turn away from the light, or expose "
            "less");
}

TEST(QualityGate, NeverSaysThatAFaceHasWhatIsNeeded) {
  EXPECT_EQ(told(QualityFault::tooBlurred, {.side = 90, .sharpness = 0.1199, .detail = 0.9}),
            "the face is blurred (sharpness 0.11, at least 0.12 is needed): hold still, focus, or add light");
}

TEST(QualityGate, EnrolmentAsksForMoreThanRecognition) {
  const auto enrol = enrolmentLimits(kOptions);
  for (const auto& less : {doubtLimits(kOptions), recognitionLimits(kOptions)}) {
    EXPECT_GT(enrol.side, less.side);
    EXPECT_GT(enrol.sharpness, less.sharpness);
    EXPECT_GT(enrol.detail, less.detail);
    EXPECT_LT(enrol.bright, less.bright);
  }
}

TEST(QualityGate, AServerMayTurnSharpnessOff) {
  ServiceOptions options;
  options.minSharpness = options.minEnrolSharpness = 0;
  const FaceQuality smeared{.side = 90, .sharpness = 0, .detail = 0.9};
  for (const auto& limits : {recognitionLimits(options), doubtLimits(options), enrolmentLimits(options)}) {
    EXPECT_EQ(vision::findFault(smeared, limits), std::nullopt);
  }
}

/// Real pictures, each of which is a face: how many there are, and how many have a fault.
struct Found {
  int faces = 0;
  int faults = 0;
};

Found gate(const std::string& set, const vision::QualityLimits& limits) {
  const char* shared = std::getenv("FACEWIRE_SHARED_DATA");
  const fs::path folder = fs::path(shared != nullptr ? shared : FACEWIRE_SOURCE_DIR "/../shared/data") / set;
  Found found;
  if (!fs::is_directory(folder)) return found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const cv::Mat picture = cv::imread(entry.path().string(), cv::IMREAD_GRAYSCALE);
    if (picture.empty()) continue;
    ++found.faces;
    const auto quality = vision::measureQuality(vision::chipOfCroppedFace(picture));
    if (vision::findFault(quality, limits)) ++found.faults;
  }
  return found;
}

TEST(QualityGate, TakesGoodPhotographs) {
  for (const std::string set : {"orl", "interview/dataset"}) {
    const Found found = gate(set, enrolmentLimits(kOptions));
    if (found.faces == 0) GTEST_SKIP() << "no real pictures of " << set;
    EXPECT_EQ(found.faults, 0) << set;
  }
}

TEST(QualityGate, ExtremeLightIsRecognisedAllTheSame) {
  const Found found = gate("yale-dev", recognitionLimits(kOptions));
  if (found.faces == 0) GTEST_SKIP() << "no real pictures of yale-dev";
  EXPECT_EQ(found.faults, 0);
}

}  // namespace
}  // namespace facewire::service
