#include <gtest/gtest.h>

#include <map>
#include <set>

#include "live_server.hpp"
#include "pictures.hpp"
#include "portraits/video.hpp"

namespace facewire::test {
namespace {

using portraits::Video;

/// What a track was called, frame after frame, and who its faces truly were.
struct Followed {
  std::set<std::uint64_t> people;
  std::vector<std::string> names;

  std::size_t changes() const {
    std::size_t count = 0;
    for (std::size_t i = 1; i < names.size(); ++i) count += names[i] != names[i - 1];
    return count;
  }
};

/// Person 1 is enrolled as Ada, and three others with her, all from other films; everybody else is a stranger.
class TrackingTest : public testing::Test {
 protected:
  void SetUp() override {
    auto client = server_.connect();
    for (const auto& [person, name] : {std::pair(1u, "Ada"), {5u, "Bo"}, {6u, "Cy"}, {7u, "Di"}}) {
      const Video film{.people = {person}, .size = {320, 240}, .seed = 9};
      int enrolled = 0;
      for (int i = 40; i < 220; i += 15) {
        enrolled += client.enrol(name, toJpeg(renderVideoFrame(film, i).image), "film", false).has_value();
      }
      ASSERT_GE(enrolled, 6) << name;
    }
  }

  static std::optional<std::uint64_t> personAt(const portraits::Picture& picture, const protocol::Box& box) {
    const cv::Rect found(box.x, box.y, box.width, box.height);
    for (const portraits::FaceTruth& face : picture.faces) {
      if (3 * (found & face.box).area() > (found | face.box).area()) return face.person;
    }
    return std::nullopt;
  }

  LiveServer server_;
};

TEST_F(TrackingTest, FollowsPeopleThroughAVideoWithSteadyNames) {
  const Video video{.people = {1, 2, 3}, .size = {640, 240}, .seed = 4};
  auto client = server_.connect();
  std::map<std::int64_t, Followed> tracks;
  renderVideo(video, [&](int index, const portraits::Picture& picture) {
    if (index > 110) return false;
    const auto answer = client.recognise(toJpeg(picture.image));
    EXPECT_TRUE(answer) << answer.error().detail;
    for (const protocol::Face& face : answer->faces->faces) {
      EXPECT_TRUE(face.track);
      Followed& track = tracks[face.track.value_or(0)];
      track.names.push_back(face.name.value_or("unknown"));
      if (const auto person = personAt(picture, face.box)) track.people.insert(*person);
    }
    return answer.has_value();
  });
  std::map<std::uint64_t, std::size_t> tracksOf;
  std::size_t named = 0;
  for (const auto& [id, track] : tracks) {
    SCOPED_TRACE("track " + std::to_string(id));
    EXPECT_LE(track.people.size(), 1u);
    EXPECT_LE(track.changes(), 1u);
    const auto ada = static_cast<std::size_t>(std::ranges::count(track.names, "Ada"));
    if (!track.people.contains(1)) {
      EXPECT_EQ(ada, 0u);
    }
    named += ada;
    for (const std::uint64_t person : track.people) ++tracksOf[person];
  }
  EXPECT_GT(named, 40u);
  for (const std::uint64_t person : video.people) {
    EXPECT_GE(tracksOf[person], 1u) << "person " << person;
    EXPECT_LE(tracksOf[person], 2u) << "person " << person;
  }
}

TEST_F(TrackingTest, GivesNewTracksAfterACut) {
  const Video here{.people = {1}, .size = {320, 240}, .seed = 9};
  const Video there{.people = {1}, .size = {320, 240}, .seed = 5};
  auto client = server_.connect();
  const auto trackIn = [&](const Video& video, int frame) {
    const auto answer = client.recognise(toJpeg(renderVideoFrame(video, frame).image));
    EXPECT_TRUE(answer && answer->faces->faces.size() == 1);
    return answer->faces->faces.at(0).track.value_or(0);
  };
  const auto first = trackIn(here, 100);
  EXPECT_EQ(trackIn(here, 101), first);
  EXPECT_NE(trackIn(there, 100), first);
}

TEST_F(TrackingTest, AnswersEachFrameByItselfWhereTheClientWantsThat) {
  const Video film{.people = {1}, .size = {320, 240}, .seed = 9};
  auto client = server_.connect({protocol::Reply::faces}, false);
  for (int i = 100; i < 103; ++i) {
    const Bytes jpeg = toJpeg(renderVideoFrame(film, i).image);
    const auto answer = client.recognise(jpeg);
    const auto alone = server_.connect().recognise(jpeg);
    ASSERT_TRUE(answer && alone && answer->faces->faces.size() == 1);
    const protocol::Face& face = answer->faces->faces[0];
    EXPECT_EQ(face.track, std::nullopt);
    EXPECT_EQ(face.name, alone->faces->faces.at(0).name);
    EXPECT_EQ(face.score, alone->faces->faces.at(0).score);
    EXPECT_EQ(face.reason, alone->faces->faces.at(0).reason);
  }
}

}  // namespace
}  // namespace facewire::test
