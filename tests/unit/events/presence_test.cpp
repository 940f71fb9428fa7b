#include "presence.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sample_event.hpp"
#include "topics.hpp"

namespace facewire::events {
namespace {

class PresenceTest : public testing::Test {
 protected:
  PresenceTest() { presence_.takeChanges(); }

  /// What changed of the place with that name; everything else that changed is thrown away.
  std::optional<Presence::Place> changeOf(const std::string& name) {
    const auto places = presence_.takeChanges().places;
    const auto found = std::ranges::find(places, name, &Presence::Place::name);
    return found == places.end() ? std::nullopt : std::optional(*found);
  }

  Presence presence_;
};

TEST_F(PresenceTest, SomebodyIsHereUntilTheyLeftTheLastClient) {
  presence_.take(adaEvent(kEntered, 1), "{}");
  EXPECT_TRUE(changeOf("Ada")->isHere);
  presence_.take(adaEvent(kEntered, 2), "{}");
  presence_.take(adaEvent(kLeft, 1), "{}");
  EXPECT_TRUE(changeOf("Ada")->isHere);
  presence_.take(adaEvent(kLeft, 2), R"({"a":1})");
  const auto last = changeOf("Ada");
  EXPECT_FALSE(last->isHere);
  EXPECT_EQ(last->attributes, R"({"a":1})");
  EXPECT_FALSE(changeOf("Ada"));
}

TEST_F(PresenceTest, StrangersAreOneAndAreCountedAll) {
  presence_.take(strangerEvent(kEntered, 1), "{}");
  presence_.take(strangerEvent(kEntered, 2), "{}");
  presence_.take(strangerEvent(kLeft, 2), "{}");
  const auto place = changeOf("");
  EXPECT_TRUE(place->isHere);
  EXPECT_EQ(place->level, "");
}

TEST_F(PresenceTest, WhoIsEnrolledIsAnnouncedOnceAndTheirRestHoldsThroughARename) {
  presence_.setPeople({{7, "Ada"}, {8, "Bob"}});
  auto changes = presence_.takeChanges();
  ASSERT_EQ(changes.places.size(), 2u);
  EXPECT_FALSE(changes.places[0].isAnnounced);
  presence_.take(adaEvent(kEntered, 1), "{}");
  EXPECT_TRUE(changeOf("Ada")->isAnnounced);

  presence_.setPeople({{7, "Ada B."}, {8, "Bob"}});
  changes = presence_.takeChanges();
  ASSERT_EQ(changes.places.size(), 1u);
  EXPECT_EQ(changes.places[0].level, "ada-b-7");
  EXPECT_TRUE(changes.places[0].isHere);
  EXPECT_FALSE(changes.places[0].isAnnounced);
  ASSERT_EQ(changes.gone.size(), 1u);
  EXPECT_EQ(changes.gone[0].level, "ada-7");
  EXPECT_FALSE(changes.gone[0].isPersonGone);

  presence_.take(adaEvent(kLeft, 1, "Ada"), "{}");
  EXPECT_FALSE(changeOf("Ada B.")->isHere);
}

TEST_F(PresenceTest, WhoIsRemovedIsGoneAndDoesNotComeBackByLeaving) {
  presence_.setPeople({{7, "Ada"}});
  presence_.take(adaEvent(kEntered, 1), "{}");
  presence_.takeChanges();
  presence_.setPeople({});
  const auto changes = presence_.takeChanges();
  ASSERT_EQ(changes.gone.size(), 1u);
  EXPECT_TRUE(changes.gone[0].isPersonGone);
  EXPECT_TRUE(changes.places.empty());
  presence_.take(adaEvent(kLeft, 1), "{}");
  presence_.take(adaEvent(kEntered, 2), "{}");
  EXPECT_TRUE(presence_.takeChanges().places.empty());
  EXPECT_FALSE(presence_.hasId("7"));
}

TEST_F(PresenceTest, WhereNobodySaysWhoIsEnrolledANameIsEnough) {
  presence_.take(adaEvent(kEntered, 1), "{}");
  const auto place = changeOf("Ada");
  EXPECT_EQ(place->level, levelOf("Ada", idOf("Ada", std::nullopt)));
  EXPECT_FALSE(place->isAnnounced);
  EXPECT_FALSE(presence_.knowsPeople());
  presence_.setPeople({{7, "Ada"}});
  const auto changes = presence_.takeChanges();
  ASSERT_EQ(changes.gone.size(), 1u);
  EXPECT_EQ(changes.gone[0].level, place->level);
}

TEST_F(PresenceTest, ANewBrokerIsToldEverything) {
  presence_.setPeople({{7, "Ada"}, {8, "Bob"}});
  presence_.takeChanges();
  presence_.forgetWhatWasTold();
  const auto changes = presence_.takeChanges();
  EXPECT_EQ(changes.places.size(), 3u);
  EXPECT_TRUE(std::ranges::none_of(changes.places, &Presence::Place::isAnnounced));
}

}  // namespace
}  // namespace facewire::events
