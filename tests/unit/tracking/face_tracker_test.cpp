#include "facewire/tracking/face_tracker.hpp"

#include <gtest/gtest.h>

namespace facewire::tracking {
namespace {

cv::Rect faceAt(int x, int y, int size = 60) {
  return {x - size / 2, y - size / 2, size, size};
}

TEST(FaceTracker, KeepsTheTrackOfAFaceThatMovesAndGrows) {
  FaceTracker tracker;
  const TrackId id = tracker.follow(std::vector{faceAt(100, 100)}).at(0);
  for (int i = 1; i < 50; ++i) EXPECT_EQ(tracker.follow(std::vector{faceAt(100 + 8 * i, 100, 60 + i)}).at(0), id);
}

TEST(FaceTracker, GivesEveryFaceATrackOfItsOwn) {
  FaceTracker tracker;
  const std::vector<TrackId> first = tracker.follow(std::vector{faceAt(100, 100), faceAt(200, 100)});
  EXPECT_NE(first[0], first[1]);
  EXPECT_EQ(tracker.follow(std::vector{faceAt(198, 102), faceAt(103, 100)}), (std::vector{first[1], first[0]}));
  const std::vector<TrackId> doubled = tracker.follow(std::vector{faceAt(100, 100), faceAt(104, 100)});
  EXPECT_NE(doubled[0], doubled[1]);
}

TEST(FaceTracker, TellsFacesThatCrossApart) {
  FaceTracker tracker;
  std::vector<TrackId> ids;
  // The one in front hides the other in the middle of the way.
  for (int i = 0; i <= 40; ++i) {
    std::vector<cv::Rect> boxes{faceAt(100 + 6 * i, 100)};
    if (i < 17 || i > 23) boxes.push_back(faceAt(340 - 6 * i, 104));
    const std::vector<TrackId> now = tracker.follow(boxes);
    if (i == 0) ids = now;
    for (std::size_t b = 0; b < now.size(); ++b) EXPECT_EQ(now[b], ids[b]) << "frame " << i;
  }
}

TEST(FaceTracker, OutlivesMissedDetections) {
  FaceTracker tracker;
  const TrackId id = tracker.follow(std::vector{faceAt(100, 100)}).at(0);
  for (int i = 0; i < FaceTracker::kMaxMissed; ++i) tracker.follow({});
  EXPECT_TRUE(tracker.isAlive(id));
  EXPECT_EQ(tracker.follow(std::vector{faceAt(105, 100)}).at(0), id);
}

TEST(FaceTracker, GivesANewTrackToWhoLeftAndCameBack) {
  FaceTracker tracker;
  const TrackId id = tracker.follow(std::vector{faceAt(100, 100)}).at(0);
  for (int i = 0; i <= FaceTracker::kMaxMissed; ++i) tracker.follow({});
  EXPECT_FALSE(tracker.isAlive(id));
  EXPECT_GT(tracker.follow(std::vector{faceAt(100, 100)}).at(0), id);
}

TEST(FaceTracker, DoesNotTakeAFaceOfAnotherSizeForTheSame) {
  FaceTracker tracker;
  const TrackId id = tracker.follow(std::vector{faceAt(100, 100, 120)}).at(0);
  EXPECT_NE(tracker.follow(std::vector{faceAt(100, 100, 40)}).at(0), id);
}

TEST(FaceTracker, BeginsAnewAfterACut) {
  FaceTracker tracker;
  const TrackId id = tracker.follow(std::vector{faceAt(100, 100)}).at(0);
  tracker.cut();
  EXPECT_GT(tracker.follow(std::vector{faceAt(100, 100)}).at(0), id);
}

}  // namespace
}  // namespace facewire::tracking
