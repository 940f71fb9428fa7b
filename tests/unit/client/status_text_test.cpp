#include "status_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace facewire::app {
namespace {

using protocol::Json;

class StatusTextTest : public testing::Test {
 protected:
  std::string describe(const Console& console = Console(true)) const {
    std::string text;
    for (const std::string& line : describeStatus(status_, "pi.local:7117", console, 80)) text += line + "\n";
    return text;
  }
  bool tells(const std::string& part) const { return describe().find(part) != std::string::npos; }

  Json status_ = Json::parse(R"({
    "server": "facewired 0.1.0", "uptime_s": 7505, "people": 12, "samples": 1048, "clients": 3, "max_clients": 256,
    "workers": 3, "workers_busy": 2, "frames_waiting": 0, "frames": 1234567, "frames_per_second": 24.07,
    "frames_refused": 0, "faces_known": 10, "faces_unknown": 2,
    "engine": {"name": "classic", "detector": "haar", "recogniser": "lbph", "encoder": "lbph-r2",
               "threshold": 68.0, "threshold_from": "default", "min_face_pixels": 24},
    "calibration": null, "sightings": {"kept": 5, "days": 30.0, "dropped": 0, "open": 1},
    "limits": {"max_frame_bytes": 8388608, "max_clients": 256, "max_clients_per_address": null, "idle_timeout": 600.0},
    "refusals": {"max_clients": 0, "max_frame_bytes": 0, "idle_timeout": 0, "failed_logins": 0}})");
};

TEST_F(StatusTextTest, ReadsWell) {
  EXPECT_EQ(describe(),
            "facewired 0.1.0 at pi.local:7117, up for 2 hours 5 minutes\n"
            "\n"
            "  People     12, with 1,048 samples\n"
            "  Engine     classic (haar, lbph)\n"
            "  Threshold  68, the default\n"
            "  Clients    3 of at most 256\n"
            "  Frames     1,234,567 recognised, 24.1 a second now\n"
            "  Faces      10 known, 2 unknown\n"
            "  Workers    2 of 3 busy, nothing waiting\n"
            "  Sightings  5 kept for 30 days, 1 there now\n"
            "\n"
            "  LIMIT                    SET TO  REACHED\n"
            "  max_frame_bytes           8 MiB        -\n"
            "  max_clients                 256        -\n"
            "  max_clients_per_address    none\n"
            "  idle_timeout             10 min        -\n");
}

TEST_F(StatusTextTest, PointsOutWhatWasRefused) {
  status_["frames_refused"] = 7;
  status_["frames_waiting"] = 4;
  status_["refusals"]["max_clients"] = 3;
  status_["refusals"]["failed_logins"] = 11;
  EXPECT_TRUE(tells("a second now, 7 refused\n"));
  EXPECT_TRUE(tells("2 of 3 busy, 4 waiting\n"));
  EXPECT_TRUE(tells("  max_clients                 256        3\n"));
  EXPECT_TRUE(tells("  failed_logins                         11\n"));
  const std::string coloured = describe(Console(true, Console::Colour::always));
  EXPECT_NE(coloured.find("\x1b[31m  failed_logins"), std::string::npos);
  EXPECT_NE(coloured.find("\x1b[31m7 refused\x1b[0m"), std::string::npos);
  EXPECT_EQ(coloured.find("\x1b[31m  max_frame_bytes"), std::string::npos);
}

TEST_F(StatusTextTest, ListsWhatANewerServerTellsBesides) {
  status_["arrivals"] = {{"open", 3}, {"kept_days", 30.5}};
  status_["mood"] = "good\x1b[2J";
  const std::string text = describe();
  EXPECT_NE(text.find("\n\n  arrivals:\n    open:      3\n    kept_days: 30.5\n  mood:"), std::string::npos) << text;
  EXPECT_NE(text.find("good?[2J\n"), std::string::npos) << text;
}

TEST_F(StatusTextTest, LeavesOutWhatAnOlderServerDoesNotTell) {
  for (const char* key : {"workers_busy", "frames_waiting", "frames_per_second", "limits", "refusals"}) {
    status_.erase(key);
  }
  EXPECT_TRUE(tells("  Frames     1,234,567 recognised\n"));
  EXPECT_TRUE(tells("  Workers    3\n"));
  EXPECT_FALSE(tells("LIMIT"));
  status_ = Json::object();
  EXPECT_EQ(describe(), "a server at pi.local:7117\n\n");
}

TEST_F(StatusTextTest, TakesFieldsOfAnyTypeForWhatTheyAre) {
  for (auto& [key, value] : status_.items()) {
    for (const Json& other : {Json(), Json("text"), Json::array({1}), Json{{"a", 1}}, Json(-1e300), Json(true)}) {
      const Json before = std::exchange(value, other);
      EXPECT_NE(describe(), "") << key << ": " << other;
      value = before;
    }
  }
}

}  // namespace
}  // namespace facewire::app
