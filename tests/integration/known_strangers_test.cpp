#include <gtest/gtest.h>

#include "live_server.hpp"
#include "pictures.hpp"
#include "portraits/video.hpp"

namespace facewire::test {
namespace {

using portraits::Video;
using protocol::Reason;

/// Person 1 is one of ours, Ada; person 2 is the postman, whom nobody is to be taken for.
class KnownStrangers : public testing::Test {
 protected:
  void enrol(const std::string& name, std::uint64_t person, bool stranger) {
    auto client = server_.connect();
    for (const std::uint64_t shot : {1U, 2U, 3U}) {
      const auto enrolled = client.enrol(name, portraitJpeg(person, shot), "test.jpg", false, stranger);
      ASSERT_TRUE(enrolled) << enrolled.error().detail;
    }
  }

  protocol::Face recognise(const Bytes& jpeg) {
    const auto answer = server_.connect({protocol::Reply::faces}, false).recognise(jpeg);
    EXPECT_TRUE(answer && answer->faces->faces.size() == 1);
    return answer->faces->faces.at(0);
  }

  LiveServer server_;
};

TEST_F(KnownStrangers, AreUnknownAndSaidToBeWhoTheyAre) {
  enrol("Ada", 1, false);
  enrol("Postman", 2, true);
  const protocol::Face postman = recognise(portraitJpeg(2, 2));
  EXPECT_FALSE(postman.known);
  EXPECT_FALSE(postman.name);
  EXPECT_EQ(postman.reason, Reason::knownStranger);
  EXPECT_LT(postman.score, 0.5);
  ASSERT_TRUE(postman.runnerUp);
  EXPECT_EQ(postman.runnerUp->name, "Postman");
  EXPECT_EQ(postman.runnerUp->distance, postman.distance);
  EXPECT_EQ(recognise(portraitJpeg(1, 2)).name, "Ada");
  EXPECT_EQ(server_.connect().status()->at("faces_unknown"), 1);
}

TEST_F(KnownStrangers, AreTooNearToOneOfOursLikeAnybodyElse) {
  enrol("Ada", 1, false);
  enrol("Ada's sister", 1, true);
  const protocol::Face face = recognise(portraitJpeg(1, 2));
  EXPECT_FALSE(face.known);
  EXPECT_EQ(face.reason, Reason::ambiguous);
}

TEST_F(KnownStrangers, StayUnknownThroughAFilmWithoutEverBeingNamed) {
  auto client = server_.connect();
  for (const auto& [person, name] : {std::pair(1u, "Ada"), {2u, "Postman"}, {5u, "Bo"}, {6u, "Cy"}}) {
    const Video film{.people = {person}, .size = {320, 240}, .seed = 9};
    int enrolled = 0;
    for (int i = 40; i < 220; i += 15) {
      enrolled += client.enrol(name, toJpeg(renderVideoFrame(film, i).image), "film", false, person == 2).has_value();
    }
    ASSERT_GE(enrolled, 6) << name;
  }
  const Video film{.people = {2}, .size = {320, 240}, .seed = 4};
  std::vector<Reason> reasons;
  for (int i = 60; i < 130; ++i) {
    const auto answer = client.recognise(toJpeg(renderVideoFrame(film, i).image));
    ASSERT_TRUE(answer) << answer.error().detail;
    for (const protocol::Face& face : answer->faces->faces) {
      EXPECT_FALSE(face.known) << "frame " << i;
      EXPECT_FALSE(face.name) << "frame " << i;
      EXPECT_LE(face.score, 0.5) << "frame " << i;
      if (face.reason == Reason::knownStranger) {
        EXPECT_EQ(face.runnerUp->name, "Postman") << "frame " << i;
      }
      reasons.push_back(face.reason);
    }
  }
  const auto first = std::ranges::find(reasons, Reason::knownStranger);
  ASSERT_NE(first, reasons.end());
  EXPECT_LT(first - reasons.begin(), 20);
  EXPECT_TRUE(std::all_of(first, reasons.end(), [](Reason reason) { return reason == Reason::knownStranger; }));
}

TEST_F(KnownStrangers, AreListedAndShownAsSuch) {
  enrol("Ada", 1, false);
  enrol("Postman", 2, true);
  auto client = server_.connect();
  const auto people = client.listPeople();
  ASSERT_TRUE(people && people->size() == 2);
  EXPECT_FALSE(people->at(0).stranger);
  EXPECT_TRUE(people->at(1).stranger);
  EXPECT_TRUE(client.showPerson("Postman")->stranger);
  EXPECT_FALSE(client.showPerson("Ada")->stranger);
}

TEST_F(KnownStrangers, CannotShareANameWithOneOfOurs) {
  enrol("Ada", 1, false);
  auto client = server_.connect();
  const auto refused = client.enrol("Ada", portraitJpeg(2, 1), "", false, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::nameTaken);
  EXPECT_EQ(client.showPerson("Ada")->samples.size(), 3u);
}

TEST_F(KnownStrangers, AreAskedForWithTrueOrFalseOnly) {
  auto stream = server_.connectSilently();
  ASSERT_TRUE(stream.write(protocol::MessageType::hello, asBytes(R"({"version": 1})")));
  protocol::Message message;
  ASSERT_TRUE(stream.read(message));
  const auto request = asBytes(R"({"id": 1, "op": "enroll", "name": "Ada", "stranger": 1})");
  ASSERT_TRUE(stream.write(protocol::MessageType::request, request));
  ASSERT_TRUE(stream.write(protocol::MessageType::frame, portraitJpeg(1, 1)));
  ASSERT_TRUE(stream.read(message));
  const auto response = protocol::parseResponse(message.payload);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->result.error().code, ErrorCode::badMessage);
  EXPECT_NE(response->result.error().detail.find("stranger"), std::string::npos);
}

}  // namespace
}  // namespace facewire::test
