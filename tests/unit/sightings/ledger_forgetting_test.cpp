#include "ledger_fixture.hpp"

#include <algorithm>

namespace facewire::sightings {
namespace {

using test::Camera;
using test::kAda;
using test::kBob;
using test::noisy;
using namespace std::chrono_literals;

using LedgerForgettingTest = test::LedgerFixture;

TEST_F(LedgerForgettingTest, ForgetsWhatIsPastItsTimeToTheLastByte) {
  start();
  visit(door, noisy(Camera::face(test::person(2, "Bob the Builder")), 3));
  const Bytes picture = pictureOf(1);
  visit(door, Camera::face(kAda));
  ASSERT_TRUE(isAnywhere("Bob the Builder"));
  ASSERT_TRUE(isAnywhere(picture));
  clock.pass(29 * 24h);
  visit(yard, Camera::face(kAda));
  EXPECT_EQ(all().size(), 3U);
  clock.pass(24h);
  ledger->advance(clock.now());
  ASSERT_EQ(all().size(), 1U);
  EXPECT_EQ(all()[0].sighting.client, "yard");
  EXPECT_FALSE(isAnywhere("Bob the Builder"));
  EXPECT_FALSE(isAnywhere(picture));
  EXPECT_FALSE(isAnywhere("front-door"));
}

TEST_F(LedgerForgettingTest, KeepsNothingForNoDaysAndStillTells) {
  start();
  visit(door, noisy(Camera::face(kAda), 4));
  days = 0;
  start();
  EXPECT_FALSE(isAnywhere("front-door")) << "what was kept before goes too";
  (void)events();
  show(door, noisy(Camera::face(kAda), 4), 20s);
  EXPECT_TRUE(all().empty());
  clock.pass(31s);
  ledger->advance(clock.now());
  EXPECT_FALSE(isAnywhere("Ada"));
  EXPECT_FALSE(isAnywhere("front-door"));
  EXPECT_FALSE(ledger->kept());
  const auto told = ledger->takeEvents();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].sighting.id, 2) << "a number is never given twice";
  EXPECT_FALSE(told[0].picture);
  start();
  visit(door, Camera::face(kAda));
  EXPECT_EQ(ledger->takeEvents().at(0).sighting.id, 3);
}

TEST_F(LedgerForgettingTest, KeepsNoPicturesWhereNoneAreWanted) {
  start();
  visit(door, noisy(Camera::face(kAda), 5));
  ASSERT_TRUE(all().at(0).hasPicture);
  pictures = false;
  start();
  visit(door, noisy(Camera::face(kAda), 5));
  ASSERT_EQ(all().size(), 2U);
  EXPECT_FALSE(all()[0].hasPicture);
  EXPECT_FALSE(all()[1].hasPicture);
}

TEST_F(LedgerForgettingTest, KeepsSomebodyUnknownOnlyWhileThatIsAskedFor) {
  strangers = true;
  start();
  visit(door, Camera::face(nullptr));
  ASSERT_EQ(all().size(), 1U);
  EXPECT_FALSE(all()[0].sighting.person);
  strangers = false;
  start();
  EXPECT_TRUE(all().empty());
}

TEST_F(LedgerForgettingTest, ForgetsARemovedPersonToTheLastByte) {
  const auto ada = test::person(1, "Ada Lovelace");
  start({ada, kBob});
  visit(door, noisy(Camera::face(ada), 6));
  const Bytes picture = pictureOf(1);
  visit(door, Camera::face(kBob));
  show(yard, noisy(Camera::face(ada), 7), 20s);
  (void)events();
  const auto removed = ledger->removePerson(1, "Ada Lovelace");
  ASSERT_TRUE(removed) << removed.error().detail;
  EXPECT_EQ(*removed, 2U);
  EXPECT_FALSE(isAnywhere("Ada Lovelace"));
  EXPECT_FALSE(isAnywhere(picture));
  EXPECT_TRUE(isAnywhere("Bob"));
  EXPECT_EQ(events(), std::vector<std::string>{"Ada Lovelace left"}) << "for those who were told that she came";
  EXPECT_TRUE(std::ranges::none_of(ledger->ring().wait(0, 100, 0ms, nullptr).events, [](const auto& kept) {
    return kept.event.sighting.person == "Ada Lovelace";
  })) << "nobody who watches reads of her any more";

  visit(yard, noisy(Camera::face(ada), 8));
  EXPECT_EQ(all().size(), 1U) << "a frame that was in work when she was removed";
  EXPECT_FALSE(isAnywhere("Ada Lovelace"));
}

TEST_F(LedgerForgettingTest, FollowsARenaming) {
  start();
  visit(door, Camera::face(kAda));
  show(door, Camera::face(kAda), 3s);
  ASSERT_TRUE(ledger->renamePerson(1, "Ada", "Lady Lovelace"));
  for (const auto& found : all()) EXPECT_EQ(found.sighting.person, "Lady Lovelace");
  EXPECT_FALSE(isAnywhere("Ada"));
  clock.pass(31s);
  ledger->advance(clock.now());
  visit(door, Camera::face(kAda));
  EXPECT_EQ(all().back().sighting.person, "Lady Lovelace") << "a frame that was in work when she was renamed";
  EXPECT_FALSE(isAnywhere("Ada"));
}

TEST_F(LedgerForgettingTest, FollowsAtAStartWhatTheGalleryDidWithoutIt) {
  const auto ada = test::person(1, "Ada Lovelace", "A");
  const auto bob = test::person(2, "Bob Builder", "B");
  const auto cem = test::person(3, "Cem", "C");
  start({ada, bob, cem});
  for (const auto& one : {ada, bob, cem}) visit(door, Camera::face(one));
  // Ada was renamed, Bob removed and enrolled anew by another number, Cem removed; his number is somebody else's.
  start({test::person(1, "A. L.", "A"), test::person(3, "Bob Builder", "D"), test::person(4, "Eve", "E")});
  const auto found = all();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].sighting.person, "A. L.");
  EXPECT_EQ(found[1].sighting.person, "Bob Builder");
  EXPECT_FALSE(isAnywhere("Ada Lovelace"));
  EXPECT_FALSE(isAnywhere("Cem"));
  ASSERT_TRUE(ledger->removePerson(3, "Bob Builder"));
  EXPECT_EQ(all().size(), 1U);
}

TEST_F(LedgerForgettingTest, ForgetsWhatIsAskedToBeForgotten) {
  start();
  visit(door, Camera::face(kAda));
  const auto between = clock.now().wall;
  visit(door, Camera::face(kBob));
  show(yard, Camera::face(kAda), 3s);
  EXPECT_EQ(*ledger->forgetBefore(between), 1U);
  EXPECT_EQ(all().size(), 2U);
  EXPECT_EQ(*ledger->forget(1, "Ada"), 1U) << "she is there";
  EXPECT_EQ(all().size(), 1U);
  show(yard, Camera::face(kAda), 1s);
  EXPECT_EQ(all().size(), 2U) << "and seen again";
}

}  // namespace
}  // namespace facewire::sightings
