// What the metrics listener of the real server tells, over real HTTP.

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "metrics_fixture.hpp"
#include "pictures.hpp"
#include "process_state.hpp"
#include "raw_socket.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

using Metrics = MetricsEndToEnd;

TEST_F(Metrics, CountFramesAndFacesByWhatBecameOfThem) {
  auto client = connect();
  ASSERT_TRUE(client.recognise(portraitJpeg(1, 1)));
  ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, 1), "test", false));
  ASSERT_TRUE(client.recognise(portraitJpeg(1, 1)));
  ASSERT_TRUE(client.recognise(emptyRoomJpeg()));
  EXPECT_FALSE(client.recognise(asBytes("no picture")));
  const Scrape seen = scrape();
  EXPECT_EQ(seen.at("facewire_frames_total{result=\"recognised\"}"), 3);
  EXPECT_EQ(seen.at("facewire_frames_total{result=\"not_jpeg\"}"), 1);
  EXPECT_EQ(seen.at("facewire_frames_total{result=\"busy\"}"), 0);
  EXPECT_EQ(seen.at("facewire_faces_total{result=\"unknown\"}"), 1);
  EXPECT_EQ(seen.at("facewire_faces_total{result=\"known\"}"), 1);
  EXPECT_EQ(seen.at("facewire_gallery_people"), 1);
  EXPECT_EQ(seen.at("facewire_gallery_samples"), 1);
  EXPECT_EQ(seen.at("facewire_clients"), 1);
}

TEST_F(Metrics, TellTheSameTimesAsTheAnswers) {
  auto client = connect();
  protocol::StageTimes told;
  constexpr int kFrames = 20;
  for (int i = 0; i < kFrames; ++i) {
    const auto answer = client.recognise(portraitJpeg(1, 1));
    ASSERT_TRUE(answer);
    told.decode += answer->faces->ms.decode;
    told.detect += answer->faces->ms.detect;
    told.annotate += answer->faces->ms.annotate;
    told.total += answer->faces->ms.total;
  }
  ASSERT_TRUE(client.status());  // by then the sending of the last answer is over
  const Scrape seen = scrape();
  EXPECT_EQ(seen.at("facewire_frame_seconds_count"), kFrames);
  EXPECT_EQ(seen.at("facewire_frame_seconds_bucket{le=\"+Inf\"}"), kFrames);
  for (const char* stage : {"wait", "decode", "detect", "recognise", "annotate", "send"}) {
    const std::string label = std::string("{stage=\"") + stage + "\"}";
    EXPECT_EQ(seen.at("facewire_frame_stage_seconds_count" + label), kFrames) << stage;
  }
  const auto seconds = [&seen](const std::string& stage) {
    return seen.at("facewire_frame_stage_seconds_sum{stage=\"" + stage + "\"}");
  };
  // The answers have their milliseconds in a few digits.
  EXPECT_NEAR(seen.at("facewire_frame_seconds_sum") * 1000, told.total, 0.01 * kFrames);
  EXPECT_NEAR(seconds("decode") * 1000, told.decode, 0.01 * kFrames);
  EXPECT_NEAR(seconds("detect") * 1000, told.detect, 0.01 * kFrames);
  EXPECT_NEAR(seconds("annotate") * 1000, told.annotate, 0.01 * kFrames);
}

TEST_F(Metrics, HaveBucketsThatOnlyGrow) {
  auto client = connect();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client.recognise(portraitJpeg(1, 1)));
  std::istringstream lines(scrapeText());
  double before = 0;
  int buckets = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("facewire_frame_seconds_bucket")) continue;
    const double now = std::stod(line.substr(line.rfind(' ')));
    EXPECT_GE(now, before) << line;
    before = now;
    ++buckets;
  }
  EXPECT_GT(buckets, 10);
  EXPECT_EQ(before, 5);
}

TEST_F(Metrics, CountRefusalsByTheLimitThatWasReached) {
  serve({"--max-clients", "1", "--max-pixels", "100000", "--max-frame-rate", "0.001"});
  auto client = connect();
  EXPECT_FALSE(client.recognise(portraitJpeg(1, 1, {640, 480})));
  EXPECT_FALSE(client.recognise(portraitJpeg(1, 1)));
  EXPECT_THROW(connect(), std::runtime_error);
  const Scrape seen = scrape();
  EXPECT_EQ(seen.at("facewire_refusals_total{limit=\"max_pixels\"}"), 1);
  EXPECT_EQ(seen.at("facewire_refusals_total{limit=\"max_frame_rate\"}"), 1);
  EXPECT_EQ(seen.at("facewire_refusals_total{limit=\"max_clients\"}"), 1);
  EXPECT_EQ(seen.at("facewire_refusals_total{limit=\"idle_timeout\"}"), 0);
  EXPECT_EQ(seen.at("facewire_frames_total{result=\"too_many_pixels\"}"), 1);
  EXPECT_EQ(seen.at("facewire_frames_total{result=\"busy\"}"), 1);
  EXPECT_EQ(seen.at("facewire_clients_max"), 1);
}

TEST_F(Metrics, CountLogInsThatFailed) {
  server().stop();
  const ProcessResult added =
      runProcess(FACEWIRE_SERVER_PROGRAM, {"token", "add", "door", "--data", server().dataFolder().string()});
  ASSERT_EQ(added.exitStatus, 0) << added.err;
  server().startAgain();
  EXPECT_THROW(connect({protocol::Reply::faces}, "guessed"), std::runtime_error);
  EXPECT_EQ(scrape().at("facewire_login_failures_total"), 1);
}

TEST_F(Metrics, TellWhatTheProcessTakes) {
  const Scrape seen = scrape();
  const ProcessState state = stateOf(server().id());
  EXPECT_NEAR(seen.at("process_resident_memory_bytes"), static_cast<double>(state.residentKiB) * 1024, 32e6);
  EXPECT_NEAR(seen.at("process_open_fds"), state.descriptors, 4);
  EXPECT_NEAR(seen.at("process_threads"), state.threads, 2);
  EXPECT_GT(seen.at("process_cpu_seconds_total"), 0);
  EXPECT_GE(seen.at("process_max_fds"), seen.at("process_open_fds"));
  const auto now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  EXPECT_NEAR(seen.at("process_start_time_seconds"), now, 120);
}

TEST_F(Metrics, NameNobody) {
  auto client = connect();
  ASSERT_TRUE(client.enrol("Adelheid", portraitJpeg(1, 1), "hallway", false));
  ASSERT_TRUE(client.recognise(portraitJpeg(1, 1)));
  const std::string text = scrapeText();
  for (const char* name : {"Adelheid", "hallway", "127.0.0.1"}) EXPECT_EQ(text.find(name), std::string::npos) << name;
}

TEST_F(Metrics, SayNotReadyWhileTheServerStops) {
  serve({"--workers", "1", "--grace", "60"});
  EXPECT_EQ(get("/healthz").body, "alive\n");
  EXPECT_EQ(get("/readyz").body, "ready\n");
  EXPECT_EQ(scrape().at("facewire_ready"), 1);
  const std::uint16_t metrics = port();
  // Enough in work that the stop takes longer than asking, and not so much that a busy machine needs minutes for it.
  const Bytes large = groupJpeg({1, 2, 3}, {1600, 1200});
  std::vector<client::Client> clients;
  for (int i = 0; i < 8; ++i) clients.push_back(connect({protocol::Reply::faces}));
  for (int i = 0; i < 4; ++i) {
    for (auto& client : clients) ASSERT_TRUE(client.sendFrame(large));
  }
  ASSERT_TRUE(clients[0].receiveAnswer());
  EXPECT_GT(scrape().at("facewire_frames_waiting"), 0);
  EXPECT_EQ(scrape().at("facewire_workers_busy"), 1);
  server().process().sendSignal(SIGTERM);
  ASSERT_TRUE(server().process().waitForError("stopping"));
  const HttpResponse ready = httpRequest(metrics, "/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(ready.body, "not ready: the server is stopping\n");
  EXPECT_EQ(httpRequest(metrics, "/healthz").status, 200);
  EXPECT_EQ(parseScrape(httpRequest(metrics, "/metrics").body).at("facewire_ready"), 0);
  EXPECT_EQ(server().process().wait().exitStatus, 0);
}

TEST_F(Metrics, AreOutOfTheWayOfRecognitionWhereScrapersHang) {
  auto client = connect();
  for (int frame = 0; frame < 5; ++frame) ASSERT_TRUE(client.recognise(portraitJpeg(1, 1)));
  scrape();
  const ProcessState before = stateOf(server().id());
  std::vector<RawSocket> crowd;
  for (int i = 0; i < 1000; ++i) {
    crowd.emplace_back(port());
    if (i % 3 == 1) crowd.back().send(asBytes("GET /metrics HTTP/1.1\r\nHost: "));
    if (i % 3 == 2) crowd.back().send(Bytes(20'000, std::byte{0xFF}));
    if (i % 50 == 0) {
      ASSERT_TRUE(client.recognise(portraitJpeg(1, 1)));
    }
  }
  EXPECT_EQ(scrape().at("facewire_frame_seconds_count"), 25);
  const ProcessState after = stateOf(server().id());
  EXPECT_LE(after.descriptors - before.descriptors, 40);
  EXPECT_EQ(after.threads, before.threads);
  EXPECT_LE(after.residentKiB - before.residentKiB, 8 * 1024);
}

TEST_F(Metrics, AreNotThereWhereTheyAreNotWanted) {
  ServerProcess server({"--metrics-listen", "none"});
  EXPECT_EQ(server.stop().err.find("metrics"), std::string::npos);
}

TEST_F(Metrics, EndTheStartWhereTheAddressGivenIsTaken) {
  const std::string taken = "127.0.0.1:" + std::to_string(port());
  TemporaryFolder folder;
  const ProcessResult second =
      runProcess(FACEWIRE_SERVER_PROGRAM,
                 {"--data", (folder.path() / "data").string(), "--listen", "127.0.0.1:0", "--metrics-listen", taken});
  EXPECT_EQ(second.exitStatus, 1);
  EXPECT_NE(second.err.find("cannot listen on " + taken), std::string::npos) << second.err;
  EXPECT_NE(second.err.find("choose another --metrics-listen"), std::string::npos) << second.err;
}

TEST_F(Metrics, AreMissedButNotNeededWhereOnlyTheDefaultAddressIsTaken) {
  // The flag's default, beside what the tests' other servers are told. Whoever has the port, the second of two has not.
  const std::map<std::string, std::string> asShipped{{"FACEWIRE_METRICS_LISTEN", ""}};
  ServerProcess first({}, 0, asShipped);
  ServerProcess second({}, 0, asShipped);
  const std::string log = second.stop().err;
  EXPECT_NE(log.find("warning metrics: cannot listen on 127.0.0.1:9717"), std::string::npos) << log;
  EXPECT_NE(log.find("going on without metrics"), std::string::npos) << log;
}

TEST_F(Metrics, TakeNoAddressThatIsNone) {
  for (const char* address : {"unix:/run/facewire", "127.0.0.1:99999", "maybe:", ""}) {
    const ProcessResult result = runProcess(FACEWIRE_SERVER_PROGRAM, {"--check-config", "--metrics-listen", address});
    EXPECT_EQ(result.exitStatus, 2) << address;
    EXPECT_NE(result.err.find("metrics-listen"), std::string::npos) << result.err;
  }
}

}  // namespace
}  // namespace facewire::test
