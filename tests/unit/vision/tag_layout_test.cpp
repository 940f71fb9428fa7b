#include "tag_layout.hpp"

#include <gtest/gtest.h>

#include <random>

namespace facewire::vision {
namespace {

const cv::Size kPicture(640, 480);

bool isInside(const cv::Rect& tag, cv::Size picture) {
  return (tag & cv::Rect({}, picture)) == tag;
}

TEST(TagLayout, PutsATagAboveItsBox) {
  const TagRequest face{{200, 200, 100, 100}, {80, 20}, 5};
  const auto tags = placeTags(kPicture, {&face, 1});
  ASSERT_EQ(tags.size(), 1u);
  EXPECT_EQ(tags[0], cv::Rect(200, 175, 80, 20));
}

TEST(TagLayout, PutsATagBelowABoxAtTheTop) {
  const TagRequest face{{200, 0, 100, 100}, {80, 20}, 5};
  EXPECT_EQ(placeTags(kPicture, {&face, 1})[0], cv::Rect(200, 105, 80, 20));
}

TEST(TagLayout, KeepsTagsInsideThePicture) {
  std::mt19937 random(5);
  const auto upTo = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit + 1)); };
  for (int round = 0; round < 2'000; ++round) {
    const cv::Size picture(1 + upTo(300), 1 + upTo(300));
    std::vector<TagRequest> requests(static_cast<std::size_t>(1 + upTo(5)));
    for (auto& request : requests) {
      request.box = {upTo(picture.width - 1), upTo(picture.height - 1), 0, 0};
      request.box.width = 1 + upTo(picture.width - request.box.x - 1);
      request.box.height = 1 + upTo(picture.height - request.box.y - 1);
      request.tag = {1 + upTo(picture.width - 1), 1 + upTo(picture.height - 1)};
      request.gap = upTo(6);
    }
    for (const cv::Rect& tag : placeTags(picture, requests)) ASSERT_TRUE(isInside(tag, picture));
  }
}

TEST(TagLayout, KeepsOffOtherBoxesAndTagsWhereThereIsRoom) {
  // The first tag's usual place is the second face; theirs would lie on one another if each looked at its box alone.
  const std::vector<TagRequest> faces = {
      {{200, 220, 90, 90}, {150, 20}, 4}, {{205, 120, 80, 95}, {150, 20}, 4}, {{300, 220, 80, 90}, {150, 20}, 4}};
  const auto tags = placeTags(kPicture, faces);
  for (std::size_t i = 0; i < faces.size(); ++i) {
    for (std::size_t j = 0; j < faces.size(); ++j) {
      EXPECT_TRUE((tags[i] & faces[j].box).empty()) << i << " on face " << j;
      if (i != j) {
        EXPECT_TRUE((tags[i] & tags[j]).empty()) << i << " on tag " << j;
      }
    }
  }
}

TEST(TagLayout, LeavesOutEmptyTags) {
  const std::vector<TagRequest> faces = {{{10, 50, 90, 90}, {}, 4}, {{200, 50, 90, 90}, {50, 20}, 4}};
  const auto tags = placeTags(kPicture, faces);
  ASSERT_EQ(tags.size(), 2u);
  EXPECT_TRUE(tags[0].empty());
  EXPECT_FALSE(tags[1].empty());
}

}  // namespace
}  // namespace facewire::vision
