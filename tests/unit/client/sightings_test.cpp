#include "sightings.hpp"

#include <gtest/gtest.h>

namespace facewire::app {
namespace {

protocol::FacesResult seen(const std::vector<std::string>& names, int unknown = 0) {
  protocol::FacesResult result;
  for (const std::string& name : names) {
    protocol::Face face;
    face.known = true;
    face.name = name;
    result.faces.push_back(face);
  }
  for (int i = 0; i < unknown; ++i) result.faces.emplace_back();
  return result;
}

TEST(Sightings, TellsAPersonOnceWhileInView) {
  Sightings sightings;
  EXPECT_EQ(sightings.note(seen({"Ada"}), 0).size(), 1U);
  EXPECT_TRUE(sightings.note(seen({"Ada"}), 40).empty());
  EXPECT_TRUE(sightings.note(seen({}), 80).empty());
  EXPECT_TRUE(sightings.note(seen({"Ada"}), 2'000).empty()) << "a face missed for a moment";
  EXPECT_EQ(sightings.note(seen({"Ada", "Bob"}), 6'000).size(), 2U);
}

TEST(Sightings, SummaryCountsFramesMostSeenFirst) {
  Sightings sightings;
  EXPECT_EQ(sightings.summary(), "nobody");
  sightings.note(seen({"Ada"}, 2), 0);
  sightings.note(seen({"Bob", "Ada", "Ada"}), 40);
  EXPECT_EQ(sightings.summary(), "Ada in 2 frames, Bob in 1 frame, somebody unknown in 1 frame");
}

}  // namespace
}  // namespace facewire::app
