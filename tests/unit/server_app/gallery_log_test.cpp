#include "gallery_log.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <memory>
#include <sstream>

namespace facewire::app {
namespace {

using gallery::Gallery;
using gallery::GallerySnapshot;
using gallery::PersonInfo;
using gallery::SampleInfo;
using std::chrono::milliseconds;

class GalleryLogTest : public testing::Test {
 protected:
  GalleryLogTest() { logger.set_pattern("%l: %v"); }

  static GallerySnapshot snapshotOf(const std::vector<PersonInfo>& people) {
    GallerySnapshot snapshot(1);
    for (const PersonInfo& person : people) snapshot.people.emplace(person.id, std::make_shared<PersonInfo>(person));
    return snapshot;
  }

  bool says(const std::string& words) const { return output.str().find(words) != std::string::npos; }

  std::ostringstream output;
  spdlog::logger logger{"test", std::make_shared<spdlog::sinks::ostream_sink_mt>(output)};
  GalleryLog log{"sface", logger};
};

TEST_F(GalleryLogTest, SaysOnceWhatIsDoneAndThenHowFarItIs) {
  log.tellProgress({.done = 200, .all = 1000, .elapsed = milliseconds(10'000)});
  log.tellProgress({.done = 500, .all = 1000, .elapsed = milliseconds(25'000)});
  log.tellProgress({.done = 1000, .all = 1000, .unreadable = 2, .elapsed = milliseconds(50'000), .ended = true});
  EXPECT_EQ(output.str(),
            "info: encoding 1000 stored pictures for \"sface\", once: an interrupted start is continued by the next, "
            "and what another engine made of them stays until all are done\n"
            "info: 200 of 1000 pictures encoded (20 %), about 40 s left\n"
            "info: 500 of 1000 pictures encoded (50 %), about 25 s left\n"
            "info: encoded 998 stored pictures for \"sface\" in 50.0 s; 2 could not be and are listed below\n");
}

TEST_F(GalleryLogTest, GivesALongRestInMinutes) {
  log.tellProgress({.done = 100, .all = 10'000, .elapsed = milliseconds(6'000)});
  EXPECT_TRUE(says("(1 %), about 10 min left")) << output.str();
}

TEST_F(GalleryLogTest, SaysWhoCannotBeEncodedWhyAndWhatHelps) {
  log.takeUnreadable(2, {ErrorCode::corruptImage, "the stored PNG is damaged"});
  log.takeUnreadable(3, {ErrorCode::corruptImage, "the face box is not inside its picture"});
  log.listUnreadable(
      snapshotOf({{1, "Ada", "", {{1, "a.jpg", "2026-11-20T08:00:00Z"}, {2, "b.jpg", "2026-11-21T08:00:00Z"}}},
                  {2, "The postman", "", {{3, "", "2026-11-22T08:00:00Z"}}, true}}));
  EXPECT_EQ(
      output.str(),
      "error: sample 2 of \"Ada\" (from \"b.jpg\", enrolled 2026-11-21T08:00:00Z) cannot be encoded and is left "
      "out: the stored PNG is damaged; \"Ada\" is still known by 1 other picture: forget this one (facewire people "
      "remove-sample 2), and enrol another in its place where you have one (facewire enroll \"Ada\" PICTURE)\n"
      "error: sample 3 of \"The postman\" (enrolled 2026-11-22T08:00:00Z) cannot be encoded and is left out: the "
      "face box is not inside its picture; \"The postman\" has no other and is not recognised: enrol a new picture "
      "(facewire enroll --stranger \"The postman\" PICTURE), then forget this one (facewire people remove-sample "
      "3)\n");
}

TEST_F(GalleryLogTest, SaysNothingOfAGalleryThatIsAsItShouldBe) {
  log.listUnreadable(snapshotOf({{1, "Ada", "", {{1, "a.jpg", ""}}}}));
  EXPECT_EQ(output.str(), "");
}

TEST_F(GalleryLogTest, WarnsThatNothingCanBeKept) {
  log.tellNotStored({ErrorCode::internal, "gallery.db: database or disk is full"});
  EXPECT_TRUE(says("warning: ")) << output.str();
  EXPECT_TRUE(says("database or disk is full")) << output.str();
  EXPECT_TRUE(says("make room")) << output.str();
}

}  // namespace
}  // namespace facewire::app
