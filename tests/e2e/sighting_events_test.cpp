#include "sightings_fixture.hpp"

namespace facewire::test {
namespace {

/// A server that starts a program for each event, which notes what it is told.
class SightingEvents : public SightingsEndToEnd {
 protected:
  SightingEvents() {
    std::ofstream(program_) << "#!/bin/sh\ncat >> " << told_ << "\n";
    std::filesystem::permissions(program_, std::filesystem::perms::owner_all);
  }
  std::vector<Json> told() const {
    std::ostringstream text;
    text << std::ifstream(told_).rdbuf();
    return linesOf(text.str().substr(0, text.str().rfind('\n') + 1));
  }

  TemporaryFolder folder_;
  const std::string told_ = folder_.path() / "told";
  const std::string program_ = folder_.path() / "program";
};

TEST_F(SightingEvents, AreToldToAProgramAsTheyBeginAndEnd) {
  start({"--on-event", program_, "--sightings-cooldown", "0.5"});
  enrol(1, "Ada");
  show("hall", 1);
  const auto deadline = Clock::now() + 30s;
  std::vector<Json> events;
  while (events.size() < 2 && Clock::now() < deadline) {
    events = told();
  }
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].at("event"), "entered");
  EXPECT_EQ(events[1].at("event"), "left");
  for (const Json& event : events) {
    EXPECT_EQ(event.at("person"), "Ada");
    EXPECT_EQ(event.at("client"), "hall");
    EXPECT_EQ(event.at("id"), events[0].at("id"));
  }
}

TEST_F(SightingEvents, WhoIsThereAtTheEndIsToldToHaveLeft) {
  start({"--on-event", program_});
  enrol(1, "Ada");
  show("hall", 1);
  EXPECT_EQ(server_->stop().exitStatus, 0);
  const auto events = told();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].at("event"), "left");
}

}  // namespace
}  // namespace facewire::test
