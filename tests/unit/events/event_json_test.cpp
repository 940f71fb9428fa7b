#include "facewire/events/event_json.hpp"

#include <gtest/gtest.h>

#include "sample_event.hpp"

namespace facewire::events {
namespace {

TEST(EventJson, TellsEverythingByItsStableNames) {
  EXPECT_EQ(toLine(toJson(adaEvent(), "pi")),
            R"({"event":"entered","id":17,"person":"Ada","known":true,"client":"front-door",)"
            R"("first":"2026-11-22T14:41:07.250Z","last":"2026-11-22T14:41:19.750Z","seconds":12.5,"frames":31,)"
            R"("score":0.762,"server":"pi"})");
}

TEST(EventJson, SomebodyUnknownHasNoName) {
  const auto json = toJson(strangerEvent(kLeft, 3), "");
  EXPECT_EQ(json["event"], "left");
  EXPECT_TRUE(json["person"].is_null());
  EXPECT_EQ(json["known"], false);
  EXPECT_FALSE(json.contains("server"));
}

TEST(EventJson, IsOneLineOfUtf8WhateverAClientCallsItself) {
  auto event = adaEvent();
  event.sighting.client = "door\n\"\xFF\" \xC3\xA9";
  const std::string line = toLine(toJson(event, ""));
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(line)["client"], "door\n\"\xEF\xBF\xBD\" \xC3\xA9");
}

TEST(EventJson, ComingAndLeavingAreTwoEventsOfOneSighting) {
  EXPECT_EQ(eventId(adaEvent(kEntered)), "17-entered");
  EXPECT_EQ(eventId(adaEvent(kLeft)), "17-left");
}

}  // namespace
}  // namespace facewire::events
