#include <gtest/gtest.h>

#include "live_server.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

/// A server whose threshold names everybody until it is calibrated, and three people enrolled.
class CalibrationTest : public testing::Test {
 protected:
  static LiveServer::Settings lenient(bool isConfigured = false) {
    LiveServer::Settings settings = LiveServer::defaults();
    settings.service.decision = {.threshold = 140, .clearOfNext = 0};
    if (isConfigured) settings.service.threshold = 140;
    return settings;
  }

  static void enrolPeople(LiveServer& server) {
    auto client = server.connect();
    for (const auto& [person, name] : {std::pair(1u, "Ada"), {2u, "Bob"}, {3u, "Cy"}}) {
      for (std::uint64_t shot = 1; shot <= 3; ++shot) {
        const auto enrolled = client.enrol(name, portraitJpeg(person, shot), "test.jpg", false);
        ASSERT_TRUE(enrolled) << enrolled.error().detail;
      }
    }
  }

  static protocol::Face faceIn(client::Client& client, const Bytes& jpeg) {
    const auto answer = client.recognise(jpeg);
    EXPECT_TRUE(answer && answer->faces->faces.size() == 1);
    return answer->faces->faces.at(0);
  }
};

TEST_F(CalibrationTest, CountsOnEveryConnectionFromTheNextFrame) {
  LiveServer server(lenient());
  enrolPeople(server);
  auto watcher = server.connect();
  auto manager = server.connect();
  const Bytes stranger = portraitJpeg(9, 1);
  // Tracked for long enough that the votes alone would keep the name.
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(faceIn(watcher, stranger).known);

  const auto found = manager.calibrate(0.01, true, 60s);
  ASSERT_TRUE(found) << found.error().detail;
  ASSERT_TRUE(found->suggested);
  EXPECT_TRUE(found->applied);
  EXPECT_FALSE(found->overridden);
  EXPECT_EQ(found->current.threshold, 140);
  EXPECT_EQ(found->people, 3u);
  EXPECT_EQ(found->samples, 9u);
  EXPECT_EQ(found->suggested->mistaken, 0u);
  EXPECT_LT(found->suggested->threshold, found->impostor.thresholds.front());

  const protocol::Face face = faceIn(watcher, stranger);
  EXPECT_DOUBLE_EQ(face.threshold, found->suggested->threshold);
  EXPECT_EQ(face.known, *face.distance <= face.threshold);
  EXPECT_FALSE(face.known) << *face.distance << " of at most " << face.threshold;
  const auto status = manager.status();
  ASSERT_TRUE(status);
  EXPECT_DOUBLE_EQ((*status)["engine"]["threshold"], found->suggested->threshold);
  EXPECT_EQ((*status)["engine"]["threshold_from"], "calibration");
  EXPECT_EQ((*status)["calibration"]["far"], 0.01);
  EXPECT_EQ((*status)["calibration"]["people"], 3);
  EXPECT_EQ(server.connect().welcome().engine.at("threshold_from"), "calibration");

  const auto reset = manager.resetCalibration();
  ASSERT_TRUE(reset);
  EXPECT_TRUE(reset->removed);
  EXPECT_EQ(reset->threshold, 140);
  EXPECT_EQ(reset->from, "default");
  EXPECT_TRUE(faceIn(watcher, stranger).known);
  EXPECT_TRUE((*manager.status())["calibration"].is_null());
}

TEST_F(CalibrationTest, IsStoredButBeatenByAConfiguredThreshold) {
  LiveServer server(lenient(true));
  enrolPeople(server);
  auto client = server.connect();
  const auto found = client.calibrate(0.01, true, 60s);
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_TRUE(found->applied);
  EXPECT_TRUE(found->overridden);
  EXPECT_EQ(found->currentFrom, "configured");
  const auto status = client.status();
  ASSERT_TRUE(status);
  EXPECT_EQ((*status)["engine"]["threshold"], 140);
  EXPECT_DOUBLE_EQ((*status)["calibration"]["threshold"], found->suggested->threshold);
}

TEST_F(CalibrationTest, IsRefusedWhereNobodyCanBeTheStranger) {
  LiveServer server;
  auto client = server.connect();
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "test.jpg", false));
  const auto found = client.calibrate(0.01, false, 60s);
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_FALSE(found->suggested);
  EXPECT_NE(found->why, "");
  const auto refused = client.calibrate(0.01, true, 60s);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::cannotCalibrate);
  EXPECT_TRUE(client.isOpen());
}

TEST_F(CalibrationTest, LeavesOtherRequestsTheirTimeout) {
  LiveServer server;
  auto client = server.connect();
  EXPECT_FALSE(client.calibrate(5, false, 60s));
  EXPECT_TRUE(client.listPeople());
}

}  // namespace
}  // namespace facewire::test
