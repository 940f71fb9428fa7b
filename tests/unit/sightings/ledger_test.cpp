#include "ledger_fixture.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include "facewire/image/png_codec.hpp"

namespace facewire::sightings {
namespace {

using test::Camera;
using test::kAda;
using test::kBob;
using test::noisy;
using namespace std::chrono_literals;

using LedgerTest = test::LedgerFixture;

TEST_F(LedgerTest, KeepsWhoWasSeenWhenByWhomAndForHowLong) {
  start();
  const auto came = clock.now().wall;
  visit(door, Camera::face(kAda, 1, 0.83), 12s);
  const auto found = all();
  ASSERT_EQ(found.size(), 1U);
  const Sighting& sighting = found[0].sighting;
  EXPECT_EQ(sighting.person, "Ada");
  EXPECT_EQ(sighting.client, "front-door");
  EXPECT_EQ(sighting.first, came);
  EXPECT_EQ(sighting.last, came + 12s);
  EXPECT_EQ(sighting.frames, 13U);
  EXPECT_DOUBLE_EQ(sighting.score, 0.83);
  EXPECT_FALSE(found[0].isOpen);
  EXPECT_EQ(events(), (std::vector<std::string>{"Ada came", "Ada left"}));
  struct stat status {};
  ASSERT_EQ(::stat(options().file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600U);
}

TEST_F(LedgerTest, TellsOfThoseWhoAreThereAsTheyAreNow) {
  start();
  show(door, Camera::face(kAda), 7s);
  const auto found = all();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].isOpen);
  EXPECT_EQ(found[0].sighting.frames, 8U);
  EXPECT_EQ(ledger->open(), 1U);
  EXPECT_EQ(events(), std::vector<std::string>{"Ada came"});
}

TEST_F(LedgerTest, FindsByTimePersonAndClient) {
  start();
  const auto began = clock.now().wall;
  visit(door, Camera::face(kAda));
  visit(yard, Camera::face(kAda));
  visit(door, Camera::face(kBob));
  EXPECT_EQ(all({.since = {}, .until = {}, .person = "Ada", .client = {}}).size(), 2U);
  EXPECT_EQ(all({.since = {}, .until = {}, .person = "Ada", .client = "yard"}).size(), 1U);
  EXPECT_EQ(all({.since = began + 20s, .until = {}, .person = {}, .client = {}}).size(), 2U);
  EXPECT_EQ(all({.since = {}, .until = began + 20s, .person = {}, .client = {}}).size(), 1U);
  EXPECT_EQ(all({.since = began + 5s, .until = began + 6s, .person = {}, .client = {}}).size(), 1U)
      << "who was there all the time";
  const auto first = all({.since = {}, .until = {}, .person = {}, .client = {}, .after = 0, .limit = 2});
  ASSERT_EQ(first.size(), 2U);
  const auto rest =
      all({.since = {}, .until = {}, .person = {}, .client = {}, .after = first.back().sighting.id, .limit = 2});
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].sighting.person, "Bob");
}

TEST_F(LedgerTest, KeepsTheBestCropAsAGreyPng) {
  start();
  show(door, noisy(Camera::face(kAda), 1), 1s);
  SeenFace better = noisy(Camera::face(kAda), 2);
  cv::Mat colour(64, 64, CV_8UC3, cv::Scalar(10, 200, 30));
  better.picture = colour;
  better.merit = 2;
  show(door, better, 12s);
  clock.pass(31s);
  ledger->advance(clock.now());
  const auto shown = ledger->show(1);
  ASSERT_TRUE(shown && *shown && (*shown)->picture);
  const auto picture = image::decodePng(*(*shown)->picture, 1'000'000);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->type(), CV_8UC1);
  EXPECT_EQ(picture->at<unsigned char>(5, 5), 128) << "of the better one";
  const auto told = ledger->takeEvents();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(told[0].picture);
  EXPECT_EQ(*told[1].picture, *(*shown)->picture);
  EXPECT_FALSE(*ledger->show(77));
}

TEST_F(LedgerTest, ClosesWhatAKilledServerLeftOpen) {
  start();
  const auto came = clock.now().wall;
  show(door, Camera::face(kAda), 25s);
  clock.pass(1h);
  start();
  const auto found = all();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].isOpen);
  EXPECT_GE(found[0].sighting.last, came + 10s) << "as last written";
  EXPECT_LE(found[0].sighting.last, came + 25s);
  visit(door, Camera::face(kAda));
  EXPECT_EQ(all().size(), 2U);
}

TEST_F(LedgerTest, GoesOnWithoutADatabaseThatIsDamaged) {
  std::ofstream(options().file) << "this is no database at all, and was none before";
  start();
  EXPECT_NE(logged.str().find("sightings are not kept, all else works"), std::string::npos) << logged.str();
  EXPECT_NE(logged.str().find(options().file.string()), std::string::npos) << logged.str();
  visit(door, Camera::face(kAda));
  visit(door, Camera::face(kAda));
  const auto told = ledger->takeEvents();
  ASSERT_EQ(told.size(), 4U);
  EXPECT_LT(told[0].sighting.id, told[2].sighting.id);
  EXPECT_FALSE(ledger->read({}));
  EXPECT_FALSE(ledger->removePerson(1, "Ada")) << "what is in the damaged file stays there";
}

TEST_F(LedgerTest, WritesLaterWhatTheDatabaseRefused) {
  start();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(options().file.c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "ALTER TABLE sightings RENAME TO hidden", nullptr, nullptr, nullptr), SQLITE_OK);
  visit(door, Camera::face(kAda));
  EXPECT_NE(logged.str().find("sightings cannot be kept"), std::string::npos) << logged.str();
  ASSERT_EQ(sqlite3_exec(other, "ALTER TABLE hidden RENAME TO sightings", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  clock.pass(11s);
  ledger->advance(clock.now());
  EXPECT_NE(logged.str().find("sightings are kept again"), std::string::npos) << logged.str();
  ASSERT_EQ(all().size(), 1U);
  EXPECT_FALSE(all()[0].isOpen);
}

}  // namespace
}  // namespace facewire::sightings
