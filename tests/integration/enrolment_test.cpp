#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "live_server.hpp"
#include "pictures.hpp"
#include "portraits/scene.hpp"

namespace facewire::test {
namespace {

using protocol::Reason;

cv::Mat portrait(std::uint64_t person, std::uint64_t shot) {
  return portraits::renderScene(portraits::portraitScene(person, shot, {320, 240})).image;
}

/// Blurred by `part` of its face's width.
Bytes blurredPortrait(std::uint64_t person, std::uint64_t shot, double part) {
  const auto picture = portraits::renderScene(portraits::portraitScene(person, shot, {320, 240}));
  cv::Mat blurred;
  cv::GaussianBlur(picture.image, blurred, cv::Size(), part * picture.faces.at(0).box.width);
  return toJpeg(blurred);
}

Bytes darkPortrait(std::uint64_t person, std::uint64_t shot) {
  return toJpeg(portrait(person, shot) * 0.06);
}

class EnrolmentTest : public testing::Test {
 protected:
  void enrol(const std::string& name, std::uint64_t person) {
    for (std::uint64_t shot = 1; shot <= 4; ++shot) {
      const auto enrolled = client_.enrol(name, portraitJpeg(person, shot), "", false);
      ASSERT_TRUE(enrolled) << enrolled.error().detail;
      EXPECT_FALSE(enrolled->already);
    }
  }

  protocol::Face faceIn(client::Client& client, ByteView jpeg) {
    const auto answer = client.recognise(jpeg);
    EXPECT_TRUE(answer && answer->faces->faces.size() == 1);
    if (!answer || answer->faces->faces.empty()) return {};
    return answer->faces->faces.front();
  }

  LiveServer server_;
  client::Client client_ = server_.connect({protocol::Reply::faces}, false);
};

TEST_F(EnrolmentTest, ABlurredFaceIsNotGuessedAt) {
  enrol("Ada", 1);
  const protocol::Face face = faceIn(client_, blurredPortrait(1, 2, 0.05));
  EXPECT_FALSE(face.known);
  EXPECT_EQ(face.reason, Reason::tooBlurred);
  EXPECT_EQ(face.name, std::nullopt);
}

TEST(EnrolmentLimits, AFaceUnderTheServersLimitIsComparedWithNobody) {
  LiveServer::Settings settings = LiveServer::defaults();
  settings.service.minSharpness = 0.9;
  LiveServer server(settings);
  auto client = server.connect({protocol::Reply::faces}, false);
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 2), "", false));
  const auto answer = client.recognise(portraitJpeg(1, 2));
  ASSERT_TRUE(answer && answer->faces->faces.size() == 1);
  const protocol::Face& face = answer->faces->faces.front();
  EXPECT_FALSE(face.known);
  EXPECT_EQ(face.reason, Reason::tooBlurred);
  EXPECT_EQ(face.distance, std::nullopt);
  EXPECT_EQ(face.runnerUp, std::nullopt);
}

TEST_F(EnrolmentTest, ABlurredFrameLeavesATrackItsName) {
  enrol("Ada", 1);
  auto stream = server_.connect();
  EXPECT_EQ(faceIn(stream, portraitJpeg(1, 2)).name, "Ada");
  for (int frame = 0; frame < 5; ++frame) {
    const protocol::Face face = faceIn(stream, blurredPortrait(1, 2, 0.05));
    EXPECT_EQ(face.name, "Ada") << frame;
    EXPECT_EQ(face.track, 1) << frame;
  }
}

TEST_F(EnrolmentTest, RefusesPoorFacesWithTheReasonAndTheRemedy) {
  const auto blurred = client_.enrol("Ada", blurredPortrait(1, 2, 0.05), "", false);
  ASSERT_FALSE(blurred);
  EXPECT_EQ(blurred.error().code, ErrorCode::poorQuality);
  EXPECT_TRUE(blurred.error().detail.starts_with("the face is blurred (sharpness 0.")) << blurred.error().detail;
  const auto dark = client_.enrol("Ada", darkPortrait(1, 2), "", true);
  ASSERT_FALSE(dark);
  EXPECT_EQ(dark.error().code, ErrorCode::poorQuality);
  EXPECT_TRUE(dark.error().detail.starts_with("the face is too dark (")) << dark.error().detail;
  EXPECT_TRUE(client_.listPeople()->empty());
}

TEST_F(EnrolmentTest, TheSamePictureOfAPersonIsEnrolledOnce) {
  enrol("Ada", 1);
  const auto again = client_.enrol("Ada", portraitJpeg(1, 3), "", false);
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_TRUE(again->already);
  EXPECT_EQ(again->sample, 3);
  EXPECT_EQ(again->samples, 4U);
  EXPECT_FALSE(again->newPerson);
  EXPECT_EQ(client_.showPerson("Ada")->samples.size(), 4U);
}

TEST_F(EnrolmentTest, SaysWhoANewSampleLooksLike) {
  enrol("Ada", 1);
  enrol("Bob", 2);
  enrol("Cy", 3);
  const auto twin = client_.enrol("Ada's other name", portraitJpeg(1, 2), "", false);
  ASSERT_TRUE(twin) << twin.error().detail;
  ASSERT_TRUE(twin->resembles);
  EXPECT_EQ(twin->resembles->name, "Ada");
  EXPECT_EQ(twin->resembles->sample, 2);
  EXPECT_LT(twin->resembles->distance, 1);
  EXPECT_EQ(client_.enrol("Dee", portraitJpeg(9, 1), "", false)->resembles, std::nullopt);
}

TEST_F(EnrolmentTest, AssessesWithoutChangingAnything) {
  enrol("Ada", 1);
  const auto same = client_.assess("Ada", portraitJpeg(1, 2));
  ASSERT_TRUE(same) << same.error().detail;
  EXPECT_EQ(same->samples, 4U);
  ASSERT_EQ(same->faces.size(), 1U);
  EXPECT_TRUE(same->faces[0].isGood());
  EXPECT_EQ(same->faces[0].novelty, client::Novelty::alike);
  EXPECT_GT(same->faces[0].sharpness, 0.12);

  const auto stranger = client_.assess("Ada", portraitJpeg(7, 2));
  EXPECT_EQ(stranger->faces.at(0).novelty, client::Novelty::other);
  const auto nobody = client_.assess("Bob", portraitJpeg(2, 2));
  EXPECT_EQ(nobody->samples, 0U);
  EXPECT_EQ(nobody->faces.at(0).novelty, client::Novelty::first);
  const auto blurred = client_.assess("Bob", blurredPortrait(2, 2, 0.05));
  EXPECT_EQ(blurred->faces.at(0).verdict, "too_blurred");
  EXPECT_TRUE(blurred->faces.at(0).message.starts_with("the face is blurred")) << blurred->faces.at(0).message;
  EXPECT_EQ(client_.assess("Bob", groupJpeg({1, 2}))->faces.size(), 2U);
  EXPECT_TRUE(client_.assess("Bob", emptyRoomJpeg())->faces.empty());
  EXPECT_EQ(client_.assess(" ", portraitJpeg(2, 2)).error().code, ErrorCode::badName);
  EXPECT_EQ(client_.assess("Bob", asBytes("text")).error().code, ErrorCode::notJpeg);
  EXPECT_EQ(client_.listPeople()->size(), 1U);
  EXPECT_TRUE(client_.isOpen());
}

}  // namespace
}  // namespace facewire::test
