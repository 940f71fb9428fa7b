#include "face_report.hpp"

#include <gtest/gtest.h>

namespace facewire::app {
namespace {

protocol::Face knownFace(const std::string& name) {
  protocol::Face face;
  face.box = {10, 20, 30, 40};
  face.name = name;
  face.known = true;
  face.distance = 41.2;
  face.threshold = 70;
  face.score = 0.931;
  face.reason = protocol::Reason::accepted;
  return face;
}

protocol::Face unknownFace(protocol::Reason reason) {
  protocol::Face face;
  face.threshold = 70;
  face.reason = reason;
  face.runnerUp = {"Bob", 88.04};
  return face;
}

class FaceReport : public ::testing::Test {
 protected:
  std::vector<std::string> describe(std::vector<protocol::Face> faces) {
    protocol::FacesResult result;
    result.faces = std::move(faces);
    return describeFaces("ada.jpg", result, console_);
  }
  Console console_{true};
};

TEST_F(FaceReport, NamesAKnownFaceWithScoreAndDistance) {
  EXPECT_EQ(describe({knownFace("Ada")}).at(0), "ada.jpg: Ada (score 0.93, distance 41.2 of at most 70)");
}

TEST_F(FaceReport, SaysWhoAnUnknownFaceIsNearestTo) {
  EXPECT_EQ(describe({unknownFace(protocol::Reason::tooFar)}).at(0), "ada.jpg: unknown (nearest Bob at 88, limit 70)");
}

TEST_F(FaceReport, SaysWhyAFaceCouldNotBeRecognised) {
  EXPECT_EQ(describe({unknownFace(protocol::Reason::tooSmall)}).at(0), "ada.jpg: unknown (the face is too small)");
  EXPECT_EQ(describe({unknownFace(protocol::Reason::tooDark)}).at(0), "ada.jpg: unknown (the face is too dark)");
  EXPECT_EQ(describe({unknownFace(protocol::Reason::tooBright)}).at(0), "ada.jpg: unknown (the face is too bright)");
  EXPECT_EQ(describe({unknownFace(protocol::Reason::emptyGallery)}).at(0), "ada.jpg: unknown (nobody is enrolled yet)");
}

TEST_F(FaceReport, CallsAKnownStrangerUnknownAndSaysWhichOne) {
  EXPECT_EQ(describe({unknownFace(protocol::Reason::knownStranger)}).at(0),
            "ada.jpg: unknown (known stranger Bob at 88, limit 70)");
}

TEST_F(FaceReport, AlignsSeveralFacesAndSaysWhereTheyAre) {
  const auto lines = describe({knownFace("Ada"), unknownFace(protocol::Reason::tooBlurred)});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "ada.jpg: Ada     (score 0.93, distance 41.2 of at most 70) at 10,20, 30 x 40");
  EXPECT_EQ(lines[1], "ada.jpg: unknown (the face is too blurred) at 0,0, 0 x 0");
}

TEST_F(FaceReport, APictureWithoutFacesHasALineToo) {
  EXPECT_EQ(describe({}).at(0), "ada.jpg: no face");
}

TEST_F(FaceReport, ANameCannotControlTheTerminal) {
  const std::string line = describe({knownFace("Ada\x1b[2J\n\x07")}).at(0);
  EXPECT_TRUE(line.starts_with("ada.jpg: Ada?[2J?? (")) << line;
}

}  // namespace
}  // namespace facewire::app
