#include "ledger.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "facewire/image/png_codec.hpp"
#include "sighting_fixture.hpp"
#include "temporary_folder.hpp"

namespace facewire::sightings {
namespace {

using test::Camera;
using test::kAda;
using test::kBob;
using namespace std::chrono_literals;

class LedgerTest : public testing::Test {
 protected:
  SightingOptions options() {
    SightingOptions made;
    made.file = folder.path() / "sightings.db";
    made.now = [this] { return clock.now(); };
    made.days = days;
    made.strangers = strangers;
    made.pictures = pictures;
    return made;
  }

  void start(const std::vector<std::shared_ptr<const gallery::PersonInfo>>& people = {kAda, kBob}) {
    ledger.reset();  // as a server that is killed: nothing is closed
    ledger.emplace(options(), test::galleryOf(people), log);
    ledger->advance(clock.now());
  }

  /// A visit of so long, with a frame a second, that has ended.
  void visit(const Camera& camera, const SeenFace& face, std::chrono::seconds time = 10s) {
    show(camera, face, time);
    clock.pass(31s);
    ledger->advance(clock.now());
  }
  void show(const Camera& camera, const SeenFace& face, std::chrono::seconds time) {
    for (auto second = 0s; second <= time; ++second) {
      ledger->take(camera.frame({face}));
      ledger->advance(clock.now());
      if (second < time) clock.pass(1s);
    }
  }

  std::vector<StoredSighting> all(const SightingQuery& query = {}) {
    auto read = ledger->read(query);
    EXPECT_TRUE(read) << read.error().detail;
    return read ? *read : std::vector<StoredSighting>();
  }

  Bytes pictureOf(std::int64_t id) {
    const auto shown = ledger->show(id);
    return shown && *shown ? (*shown)->picture.value_or(Bytes()) : Bytes();
  }

  std::vector<std::string> events() {
    std::vector<std::string> told;
    for (const Event& event : ledger->takeEvents()) {
      told.push_back(event.sighting.person.value_or("?") + (event.kind == EventKind::entered ? " came" : " left"));
    }
    return told;
  }

  bool isAnywhere(std::string_view bytes) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream stream(entry.path(), std::ios::binary);
      if (std::string(std::istreambuf_iterator<char>(stream), {}).find(bytes) != std::string::npos) return true;
    }
    return false;
  }
  bool isAnywhere(const Bytes& picture) const {
    return isAnywhere(asText(picture).substr(0, 64)) || isAnywhere(asText(picture).substr(picture.size() - 64));
  }

  test::DrivenClock clock;
  facewire::test::TemporaryFolder folder;
  std::ostringstream logged;
  spdlog::logger log{"test", std::make_shared<spdlog::sinks::ostream_sink_mt>(logged)};
  double days = 30;
  bool strangers = false;
  bool pictures = true;
  Camera door{clock, 1, "front-door"};
  Camera yard{clock, 2, "yard"};
  std::optional<Ledger> ledger;
};

SeenFace noisy(SeenFace face, std::uint64_t seed) {
  face.picture = cv::Mat(64, 64, CV_8UC1);
  cv::RNG(seed).fill(face.picture, cv::RNG::UNIFORM, 0, 256);
  face.merit = 0.9;
  return face;
}

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

TEST_F(LedgerTest, ForgetsWhatIsPastItsTimeToTheLastByte) {
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

TEST_F(LedgerTest, KeepsNothingForNoDaysAndStillTells) {
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

TEST_F(LedgerTest, KeepsNoPicturesWhereNoneAreWanted) {
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

TEST_F(LedgerTest, KeepsSomebodyUnknownOnlyWhileThatIsAskedFor) {
  strangers = true;
  start();
  visit(door, Camera::face(nullptr));
  ASSERT_EQ(all().size(), 1U);
  EXPECT_FALSE(all()[0].sighting.person);
  strangers = false;
  start();
  EXPECT_TRUE(all().empty());
}

TEST_F(LedgerTest, ForgetsARemovedPersonToTheLastByte) {
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

TEST_F(LedgerTest, FollowsARenaming) {
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

TEST_F(LedgerTest, FollowsAtAStartWhatTheGalleryDidWithoutIt) {
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

TEST_F(LedgerTest, ForgetsWhatIsAskedToBeForgotten) {
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
