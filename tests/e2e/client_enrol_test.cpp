#include <csignal>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "client_fixture.hpp"
#include "mjpeg_camera.hpp"
#include "pictures.hpp"
#include "portraits/scene.hpp"

namespace facewire::test {
namespace {

cv::Mat shotOf(std::uint64_t person, std::uint64_t shot) {
  return portraits::renderScene(portraits::portraitScene(person, shot, {320, 240})).image;
}

cv::Mat blurred(const cv::Mat& picture) {
  cv::Mat out;
  cv::GaussianBlur(picture, out, cv::Size(), 4.5);
  return out;
}

class EnrolCommands : public ClientEndToEnd {
 protected:
  /// A video of 10 frames a second.
  std::string film(const std::string& name, int frames, const std::function<cv::Mat(int)>& draw) {
    const std::string file = path(name);
    cv::VideoWriter writer(file, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10, {320, 240});
    for (int i = 0; i < frames; ++i) writer.write(draw(i));
    return file;
  }

  std::size_t samplesOf(const std::string& name) {
    const auto shown = jsonLines(facewire({"--json", "people", "show", name}).out);
    return shown.empty() ? 0 : shown[0]["samples"].size();
  }
};

TEST_F(EnrolCommands, EachRefusedPictureIsToldWithTheRemedy) {
  put("people/Ada/1.jpg", portraitJpeg(1, 1));
  const std::string smear = put("people/Ada/smear.jpg", toJpeg(blurred(shotOf(1, 2))));
  for (const auto& result : {facewire({"enroll", "Ada", smear}), facewire({"import", path("people")})}) {
    EXPECT_NE(result.err.find(smear + ": the face is blurred (sharpness 0."), std::string::npos) << result.err;
    EXPECT_NE(result.err.find("is needed): hold still"), std::string::npos) << result.err;
  }
  EXPECT_EQ(facewire({"enroll", "Ada", smear}).exitStatus, 5);
  EXPECT_EQ(samplesOf("Ada"), 1U);
}

TEST_F(EnrolCommands, AServerMayTakeBlurredFaces) {
  const ServerProcess lenient({"--min-enrol-sharpness", "0"});
  const std::string smear = put("smear.jpg", toJpeg(blurred(shotOf(1, 2))));
  const ProcessResult result = runClient({"--server", lenient.address(), "enroll", "Ada", smear});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
}

TEST_F(EnrolCommands, ImportingAFolderAgainAddsNothing) {
  for (std::uint64_t shot = 1; shot <= 2; ++shot) {
    put("people/Ada/" + std::to_string(shot) + ".jpg", portraitJpeg(1, shot));
  }
  facewire({"import", path("people")});
  put("people/Ada/3.jpg", portraitJpeg(1, 3));
  const ProcessResult again = facewire({"import", path("people")});
  EXPECT_EQ(again.exitStatus, 0);
  EXPECT_EQ(again.out,
            "NAME  ENROLLED  ALREADY  REFUSED\n"
            "Ada          1        2        0\n"
            "imported 1 of 3 pictures of 1 person, 2 enrolled already\n");
  const ProcessResult once = facewire({"enroll", "Ada", path("people/Ada/1.jpg")});
  EXPECT_EQ(once.exitStatus, 0);
  EXPECT_EQ(once.out, "enrolled 0 of 1 picture for Ada, 1 enrolled already; 3 samples now\n");
  EXPECT_EQ(jsonLines(facewire({"--json", "enroll", "Ada", path("people/Ada/1.jpg")}).out).at(0)["already"], true);
}

TEST_F(EnrolCommands, SomebodyEnrolledUnderAnotherNameIsPointedOutOnce) {
  enrol("Ada", 1);
  enrol("Bob", 2);
  enrol("Cy", 3);
  const ProcessResult result = facewire({"enroll", "Ada L.", portrait(1, 1), portrait(1, 2), portrait(1, 3)});
  EXPECT_EQ(result.exitStatus, 0);
  EXPECT_EQ(result.err,
            "3 pictures of Ada L. look like Ada, who is enrolled already: if they are the same person, take one away "
            "with: facewire people remove 'Ada L.'\n");
  const auto lines = jsonLines(facewire({"--json", "enroll", "Ada 2", portrait(1, 1)}).out);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0]["resembles"].is_object()) << lines[0];
}

TEST_F(EnrolCommands, OnePictureOfFourThatLooksLikeSomebodyIsNoReasonToWarn) {
  enrol("Ada", 1);
  enrol("Cy", 3);
  const std::vector<std::string> pictures{portrait(1, 1), portrait(7, 1), portrait(7, 2), portrait(7, 3)};
  const ProcessResult result =
      facewire({"--json", "enroll", "Dee", pictures[0], pictures[1], pictures[2], pictures[3]});
  EXPECT_EQ(result.exitStatus, 0);
  EXPECT_TRUE(jsonLines(result.out).at(0)["resembles"].is_object()) << result.out;
  EXPECT_EQ(result.err.find("who is enrolled already"), std::string::npos) << result.err;
}

TEST_F(EnrolCommands, AVideoGivesDifferentSharpFramesOfOnePerson) {
  // Every third frame is blurred, every fifth shows somebody else as well.
  const std::string video = film("ada.avi", 45, [](int i) {
    if (i % 5 == 4) return portraits::renderScene(portraits::groupScene({1, 2}, {320, 240}, 3)).image;
    const cv::Mat picture = shotOf(1, static_cast<std::uint64_t>(i));
    return i % 3 == 0 ? blurred(picture) : picture;
  });
  const ProcessResult result = facewire({"--json", "enroll", "Ada", "--video", video, "--samples", "4"});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  const auto lines = jsonLines(result.out);
  ASSERT_GE(lines.size(), 3U) << result.err;
  for (const auto& line : lines) {
    const std::string image = line["image"];
    const int frame = std::stoi(image.substr(image.find("(frame ") + 7));
    EXPECT_NE(frame % 5, 4) << image;
    EXPECT_NE(frame % 3, 0) << image;
    EXPECT_EQ(line["enrolled"], true);
  }
  EXPECT_NE(result.err.find("several faces: "), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("too small, blurred, dark or bright: "), std::string::npos) << result.err;
}

TEST_F(EnrolCommands, AVideoThatNeverChangesGivesOneSampleAndSaysWhatIsLacking) {
  const ProcessResult result =
      facewire({"enroll", "Ada", "--video", film("still.avi", 30, [](int) { return shotOf(1, 1); })});
  EXPECT_EQ(result.exitStatus, 0);
  EXPECT_EQ(result.out, "enrolled 1 of 5 samples for Ada; 1 sample now\n");
  EXPECT_NE(result.err.find("4 samples are lacking: the other good frames look like those taken"), std::string::npos)
      << result.err;
}

TEST_F(EnrolCommands, AVideoWithoutAGoodFaceSaysWhy) {
  const std::string empty = film("empty.avi", 20, [](int) {
    return portraits::renderScene(portraits::groupScene({}, {320, 240})).image;
  });
  EXPECT_EQ(facewire({"enroll", "Ada", "--video", empty}).exitStatus, 10);
  const std::string smeared =
      film("smeared.avi", 20, [](int i) { return blurred(shotOf(1, static_cast<std::uint64_t>(i))); });
  const ProcessResult result = facewire({"enroll", "Ada", "--video", smeared});
  EXPECT_EQ(result.exitStatus, 5);
  EXPECT_EQ(result.out, "enrolled 0 of 5 samples for Ada\n");
  EXPECT_NE(result.err.find("too small, blurred, dark or bright: "), std::string::npos) << result.err;
  EXPECT_EQ(samplesOf("Ada"), 0U);
}

TEST_F(EnrolCommands, ACameraTellsWhatToDoAndCtrlCKeepsWhatWasEnrolled) {
  // First nobody, then somebody who does not move.
  const MjpegCamera camera([](int frame) { return frame < 15 ? emptyRoomJpeg() : portraitJpeg(1, 1); });
  const auto client = startFacewire({"enroll", "Ada", "--video", camera.url()});
  EXPECT_TRUE(client->waitForError("0 of 5: no face: look at the camera\n"));
  EXPECT_TRUE(client->waitForError("enrolled, 1 of 5\n"));
  EXPECT_TRUE(client->waitForError("1 of 5: turn your head a little to one side\n"));
  client->sendSignal(SIGINT);
  const ProcessResult result = client->wait();
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_EQ(result.out, "enrolled 1 of 5 samples for Ada; 1 sample now\n");
  EXPECT_NE(result.err.find("4 samples are lacking"), std::string::npos) << result.err;
  EXPECT_EQ(samplesOf("Ada"), 1U);
}

}  // namespace
}  // namespace facewire::test
