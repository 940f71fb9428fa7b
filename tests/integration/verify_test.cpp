#include <gtest/gtest.h>

#include "live_server.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using protocol::Reason;

/// Persons 1 and 2 are enrolled as Ada and Bob.
class Verify : public testing::Test {
 protected:
  void SetUp() override {
    enrol("Ada", 1);
    enrol("Bob", 2);
  }

  void enrol(const std::string& name, std::uint64_t person, bool stranger = false) {
    for (const std::uint64_t shot : {1U, 2U, 3U}) {
      const auto enrolled = client_.enrol(name, portraitJpeg(person, shot), "test.jpg", false, stranger);
      ASSERT_TRUE(enrolled) << enrolled.error().detail;
    }
  }

  client::Verification verify(const std::string& name, const Bytes& jpeg) {
    const auto answer = client_.verify(name, jpeg);
    EXPECT_TRUE(answer) << answer.error().detail;
    return answer.value_or(client::Verification{});
  }

  protocol::Face recognise(const Bytes& jpeg) {
    const auto answer = server_.connect({protocol::Reply::faces}, false).recognise(jpeg);
    EXPECT_TRUE(answer && answer->faces->faces.size() == 1);
    return answer->faces->faces.at(0);
  }

  LiveServer server_;
  client::Client client_ = server_.connect();
};

TEST_F(Verify, SaysYesWhereRecognitionGivesTheNameAndTheSameNumbers) {
  const auto answer = verify(" Ada ", portraitJpeg(1, 2));
  const auto face = recognise(portraitJpeg(1, 2));
  EXPECT_TRUE(answer.verified);
  EXPECT_EQ(answer.name, "Ada");
  EXPECT_EQ(answer.reason, Reason::accepted);
  EXPECT_EQ(answer.distance, face.distance);
  EXPECT_EQ(answer.threshold, face.threshold);
  EXPECT_EQ(answer.score, face.score);
  EXPECT_EQ(answer.sample, face.sample);
  EXPECT_EQ(answer.box, face.box);
  ASSERT_TRUE(answer.runnerUp);
  EXPECT_EQ(answer.runnerUp->name, "Bob");
}

TEST_F(Verify, SaysWhoItIsWhereSomebodyElseIsRecognised) {
  const auto answer = verify("Ada", portraitJpeg(2, 2));
  EXPECT_FALSE(answer.verified);
  EXPECT_EQ(answer.reason, Reason::anotherPerson);
  EXPECT_LE(answer.score, 0.5);
  ASSERT_TRUE(answer.runnerUp && answer.distance);
  EXPECT_EQ(answer.runnerUp->name, "Bob");
  EXPECT_LT(answer.runnerUp->distance, *answer.distance);
  // The nearest of Ada's samples, not the nearest of all.
  const auto ada = client_.showPerson("Ada");
  EXPECT_TRUE(std::ranges::any_of(ada->samples, [&](const auto& sample) { return sample.id == answer.sample; }));
}

TEST_F(Verify, SaysHowFarAPersonIsWhoIsNotAmongTheNearest) {
  for (const std::uint64_t person : {3U, 4U, 5U, 6U}) enrol("Person " + std::to_string(person), person);
  for (const char* name : {"Ada", "Person 3", "Person 4", "Person 5", "Person 6"}) {
    const auto answer = verify(name, portraitJpeg(2, 2));
    EXPECT_EQ(answer.reason, Reason::anotherPerson) << name;
    EXPECT_EQ(answer.runnerUp->name, "Bob") << name;
    EXPECT_GT(answer.distance.value_or(0), answer.runnerUp->distance) << name;
  }
}

TEST_F(Verify, SaysNoToAStranger) {
  const auto answer = verify("Ada", portraitJpeg(77, 1));
  EXPECT_FALSE(answer.verified);
  EXPECT_TRUE(answer.reason == Reason::tooFar || answer.reason == Reason::ambiguous);
  EXPECT_LE(answer.score, 0.5);
}

TEST_F(Verify, IsNotSureWhereSomebodyElseIsAsNear) {
  enrol("Ada's sister", 1, true);
  const auto answer = verify("Ada", portraitJpeg(1, 2));
  EXPECT_FALSE(answer.verified);
  EXPECT_EQ(answer.reason, Reason::ambiguous);
  EXPECT_EQ(answer.runnerUp->name, "Ada's sister");
}

TEST_F(Verify, NeedsExactlyOneFace) {
  EXPECT_EQ(client_.verify("Ada", emptyRoomJpeg()).error().code, ErrorCode::noFace);
  const auto several = client_.verify("Ada", groupJpeg({1, 2}));
  EXPECT_EQ(several.error().code, ErrorCode::severalFaces);
  EXPECT_NE(several.error().detail.find("a picture to verify"), std::string::npos) << several.error().detail;
  EXPECT_EQ(client_.verify("Ada", asBytes("text")).error().code, ErrorCode::notJpeg);
  EXPECT_TRUE(client_.isOpen());
}

TEST_F(Verify, NeedsAPersonWithSamples) {
  EXPECT_EQ(client_.verify("Zoe", portraitJpeg(1, 1)).error().code, ErrorCode::unknownPerson);
  EXPECT_EQ(client_.verify("\n", portraitJpeg(1, 1)).error().code, ErrorCode::badName);
  const auto ada = client_.showPerson("Ada");
  for (const auto& sample : ada->samples) ASSERT_TRUE(client_.removeSample(sample.id));
  const auto empty = client_.verify("Ada", portraitJpeg(1, 1));
  EXPECT_EQ(empty.error().code, ErrorCode::unknownPerson);
  EXPECT_NE(empty.error().detail.find("no sample"), std::string::npos) << empty.error().detail;
}

TEST(VerifySmallFaces, AreRefusedWithTheReason) {
  LiveServer::Settings settings = LiveServer::defaults();
  settings.service.minEnrolPixels = 48;
  settings.service.minFacePixels = 90;
  LiveServer server(settings);
  auto client = server.connect();
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "", false));
  const auto answer = client.verify("Ada", portraitJpeg(1, 1, {160, 120}));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_FALSE(answer->verified);
  EXPECT_EQ(answer->reason, Reason::tooSmall);
  EXPECT_FALSE(answer->distance);
  EXPECT_FALSE(answer->sample);
}

}  // namespace
}  // namespace facewire::test
