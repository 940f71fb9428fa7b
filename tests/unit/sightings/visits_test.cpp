#include "visits.hpp"

#include <gtest/gtest.h>

#include "sighting_fixture.hpp"

namespace facewire::sightings {
namespace {

using test::Camera;
using test::kAda;
using test::kBob;
using namespace std::chrono_literals;

class VisitsTest : public testing::Test {
 protected:
  /// So many frames of 40 ms.
  std::size_t show(const Camera& camera, const std::vector<SeenFace>& faces, int frames = 1) {
    std::size_t begun = 0;
    for (int i = 0; i < frames; ++i) {
      begun += visits.take(camera.frame(faces)).size();
      clock.pass(40ms);
    }
    return begun;
  }

  test::DrivenClock clock;
  Visits visits{{30s, false}};
  Camera door{clock, 1, "front-door"};
  Camera yard{clock, 2, "yard"};
};

TEST_F(VisitsTest, IsOneVisitForAllTheFramesOfAPerson) {
  const auto came = clock.now().wall;
  EXPECT_EQ(show(door, {Camera::face(kAda, 1, 0.7)}), 1U);
  EXPECT_EQ(show(door, {Camera::face(kAda, 1, 0.9)}), 0U);
  EXPECT_EQ(show(door, {Camera::face(kAda, 1, 0.6)}, 23), 0U);
  EXPECT_TRUE(visits.endDue(clock.now().steady).empty());
  clock.pass(30s);
  const auto ended = visits.endDue(clock.now().steady);
  ASSERT_EQ(ended.size(), 1U);
  const Sighting& sighting = ended.front().sighting;
  EXPECT_EQ(sighting.person, "Ada");
  EXPECT_EQ(sighting.client, "front-door");
  EXPECT_EQ(sighting.first, came);
  EXPECT_EQ(sighting.last, came + 24 * 40ms) << "the last frame, not the end of the cool-down";
  EXPECT_EQ(sighting.frames, 25U);
  EXPECT_DOUBLE_EQ(sighting.score, 0.9);
  EXPECT_EQ(visits.size(), 0U);
}

TEST_F(VisitsTest, GoesOnWithWhoComesBackWithinTheCooldown) {
  show(door, {Camera::face(kAda)}, 5);
  clock.pass(29s);
  EXPECT_TRUE(visits.endDue(clock.now().steady).empty());
  EXPECT_EQ(show(door, {Camera::face(kAda, 7)}, 5), 0U) << "another track, the same visit";
  clock.pass(29s);
  EXPECT_TRUE(visits.endDue(clock.now().steady).empty()) << "the cool-down began anew";
  clock.pass(1s);
  EXPECT_EQ(visits.endDue(clock.now().steady).size(), 1U);
  EXPECT_EQ(show(door, {Camera::face(kAda, 8)}), 1U) << "a new visit";
}

TEST_F(VisitsTest, IsNoVisitForAnOddFrameOrTwo) {
  EXPECT_EQ(show(door, {Camera::unsteady(Camera::face(kAda))}, 2), 0U);
  show(door, {}, 100);
  EXPECT_EQ(visits.size(), 0U);
  EXPECT_EQ(show(door, {Camera::unsteady(Camera::face(kBob, 2))}), 0U);
  EXPECT_EQ(show(door, {Camera::unsteady(Camera::face(kAda, 2))}), 0U);
  EXPECT_EQ(visits.size(), 0U);
}

TEST_F(VisitsTest, CountsFromTheFirstFrameThatNamedThem) {
  const auto came = clock.now().wall;
  show(door, {Camera::unsteady(Camera::face(kAda, 1, 0.95))}, 3);
  EXPECT_EQ(show(door, {Camera::face(kAda)}), 1U);
  visits.forEach([&](const Visit& visit) {
    EXPECT_EQ(visit.sighting.first, came);
    EXPECT_EQ(visit.sighting.frames, 4U);
    EXPECT_DOUBLE_EQ(visit.sighting.score, 0.95);
  });
}

TEST_F(VisitsTest, CountsOnlyWhatATrackShowsOfThePersonItIsNow) {
  show(door, {Camera::unsteady(Camera::face(kBob, 1, 0.99))}, 3);
  const auto turned = clock.now().wall;
  show(door, {Camera::face(kAda, 1, 0.6)}, 2);
  ASSERT_EQ(visits.size(), 1U);
  visits.forEach([&](const Visit& visit) {
    EXPECT_EQ(visit.sighting.person, "Ada");
    EXPECT_EQ(visit.sighting.first, turned);
    EXPECT_DOUBLE_EQ(visit.sighting.score, 0.6);
  });
}

TEST_F(VisitsTest, KeepsClientsApart) {
  EXPECT_EQ(show(door, {Camera::face(kAda)}), 1U);
  EXPECT_EQ(show(yard, {Camera::face(kAda)}), 1U);
  EXPECT_EQ(show(yard, {Camera::face(kAda), Camera::face(kBob, 2)}), 1U);
  EXPECT_EQ(visits.size(), 3U);
  clock.pass(29s);
  show(yard, {Camera::face(kAda)});
  clock.pass(2s);
  const auto ended = visits.endDue(clock.now().steady);
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(ended[0].sighting.client, "front-door") << "who has left first comes first";
  EXPECT_EQ(ended[1].sighting.person, "Bob");
}

TEST_F(VisitsTest, WaitsOutTheCooldownWhereAConnectionEnds) {
  show(door, {Camera::face(kAda)}, 3);
  visits.take(door.end());
  clock.pass(10s);
  EXPECT_TRUE(visits.endDue(clock.now().steady).empty());
  const Camera again(clock, 9, "front-door");
  EXPECT_EQ(show(again, {Camera::face(kAda)}, 3), 0U) << "a reconnection goes on with the same visit";
  visits.take(again.end());
  clock.pass(30s);
  const auto ended = visits.endDue(clock.now().steady);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended.front().sighting.frames, 6U);
}

TEST_F(VisitsTest, CountsAFrameOnceThoughAPersonIsInItTwice) {
  show(door, {Camera::face(kAda, 1), Camera::face(kAda, 2)}, 4);
  ASSERT_EQ(visits.size(), 1U);
  visits.forEach([](const Visit& visit) { EXPECT_EQ(visit.sighting.frames, 4U); });
}

TEST_F(VisitsTest, KeepsTheBestPictureOnly) {
  show(door, {Camera::pictured(Camera::face(kAda), 10, 0.5)});
  show(door, {Camera::pictured(Camera::face(kAda), 20, 0.52)});
  visits.forEach([](Visit& visit) { EXPECT_EQ(visit.picture.at<unsigned char>(0, 0), 10) << "hardly better"; });
  show(door, {Camera::pictured(Camera::face(kAda), 30, 0.9)});
  show(door, {Camera::pictured(Camera::face(kAda), 40, 0.2)});
  visits.forEach([](Visit& visit) { EXPECT_EQ(visit.picture.at<unsigned char>(0, 0), 30); });
}

TEST_F(VisitsTest, DoesNotEndBeforeItBeganWhereTheWallClockIsSetBack) {
  show(door, {Camera::face(kAda)}, 3);
  clock.setBack(1h);
  show(door, {Camera::face(kAda)}, 3);
  visits.forEach([](const Visit& visit) { EXPECT_GE(visit.sighting.last, visit.sighting.first); });
  EXPECT_TRUE(visits.endDue(clock.now().steady).empty());
}

TEST_F(VisitsTest, SeesNobodyUnknownUnlessAskedTo) {
  show(door, {Camera::face(nullptr)}, 100);
  EXPECT_EQ(visits.size(), 0U);
}

TEST_F(VisitsTest, SeesSomebodyUnknownWhoStaysASecond) {
  visits = Visits({30s, true});
  const auto came = clock.now().wall;
  EXPECT_EQ(show(door, {Camera::face(nullptr, 1, 0.2)}, 25), 0U);
  EXPECT_EQ(show(door, {Camera::face(nullptr, 1, 0.2)}, 25), 1U);
  visits.forEach([&](const Visit& visit) {
    EXPECT_FALSE(visit.sighting.person);
    EXPECT_EQ(visit.sighting.first, came);
  });
  EXPECT_EQ(show(door, {Camera::face(nullptr, 2)}, 50), 0U) << "one at a time for each client";
  EXPECT_EQ(show(yard, {Camera::face(nullptr, 2)}, 50), 1U);
}

TEST_F(VisitsTest, DoesNotTakeAPersonForUnknownWhoIsNamedWithinTheSecond) {
  visits = Visits({30s, true});
  show(door, {Camera::face(nullptr)}, 20);
  show(door, {Camera::face(kAda)}, 50);
  ASSERT_EQ(visits.size(), 1U);
  visits.forEach([](const Visit& visit) { EXPECT_EQ(visit.sighting.person, "Ada"); });
}

TEST_F(VisitsTest, BeginsAnewAfterItWasEndedFromOutside) {
  show(door, {Camera::face(kAda)}, 50);
  EXPECT_EQ(visits.endPerson(1).size(), 1U);
  const auto again = clock.now().wall;
  EXPECT_EQ(show(door, {Camera::face(kAda)}), 1U);
  visits.forEach([&](const Visit& visit) {
    EXPECT_EQ(visit.sighting.first, again) << "nothing of what was forgotten comes back";
    EXPECT_EQ(visit.sighting.frames, 1U);
  });
}

}  // namespace
}  // namespace facewire::sightings
