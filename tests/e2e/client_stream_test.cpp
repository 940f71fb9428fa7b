#include <csignal>
#include <fstream>
#include <opencv2/videoio.hpp>

#include "client_fixture.hpp"

namespace facewire::test {
namespace {

class StreamCommand : public ClientEndToEnd {
 protected:
  static int framesIn(const std::string& file) {
    cv::VideoCapture capture(file);
    int frames = 0;
    for (cv::Mat frame; capture.read(frame);) ++frames;
    return frames;
  }

  static void expectEveryFrameOnce(const std::vector<protocol::Json>& lines, std::size_t frames) {
    ASSERT_EQ(lines.size(), frames);
    for (std::size_t i = 0; i < frames; ++i) EXPECT_EQ(lines[i]["frame"], i);
  }
};

TEST_F(StreamCommand, EveryFrameOfAVideoIsInTheResultsAndTheAnnotatedVideo) {
  enrol("Ada", 1);
  const ProcessResult result = facewire({"stream", "--video", video("ada.avi", 1, 30), "--output", path("who.mp4"),
                                         "--results", path("who.jsonl"), "--no-display"});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  const auto lines = jsonLines(readText(path("who.jsonl")));
  expectEveryFrameOnce(lines, 30);
  EXPECT_NEAR(lines[20]["time_ms"].get<double>(), 2000, 1);
  EXPECT_EQ(framesIn(path("who.mp4")), 30);
  EXPECT_NE(result.out.find("Ada (score"), std::string::npos) << result.out;
  EXPECT_NE(result.err.find("30 frames in "), std::string::npos) << result.err;
}

TEST_F(StreamCommand, NothingIsLostWhenTheServerDiesAndComesBack) {
  const std::string file = video("ada.avi", 1, 60);
  const auto client = startFacewire({"--json", "stream", "--video", file, "--output", path("who.avi"), "--no-display"});
  ASSERT_TRUE(client->waitForOutput("\"frame\":5,"));
  server_.kill();
  ASSERT_TRUE(client->waitForError("lost the server"));
  server_.startAgain();
  const ProcessResult result = client->wait();
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_NE(result.err.find("back after "), std::string::npos) << result.err;
  EXPECT_EQ(result.err.find("lost the server"), result.err.rfind("lost the server")) << "told once";
  expectEveryFrameOnce(jsonLines(result.out), 60);
  EXPECT_EQ(framesIn(path("who.avi")), 60);
}

TEST_F(StreamCommand, AnInterruptCompletesTheFiles) {
  const auto client = startFacewire(
      {"stream", "--video", video("ada.avi", 1, 200), "--output", path("who.mp4"), "--results", "-", "--no-display"});
  ASSERT_TRUE(client->waitForOutput("\"frame\":5,"));
  client->sendSignal(SIGINT);
  const ProcessResult result = client->wait();
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  const auto lines = jsonLines(result.out);
  EXPECT_LT(lines.size(), 200U);
  expectEveryFrameOnce(lines, lines.size());
  EXPECT_EQ(framesIn(path("who.mp4")), static_cast<int>(lines.size()));
}

TEST_F(StreamCommand, MaxFramesEndsIt) {
  const ProcessResult result = facewire({"--json", "stream", "--video", video("ada.avi", 1, 30), "--max-frames", "7",
                                         "--in-flight", "1", "--no-display"});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  expectEveryFrameOnce(jsonLines(result.out), 7);
}

TEST_F(StreamCommand, ASourceThatCannotBeOpenedIsBadInput) {
  const ProcessResult camera = facewire({"stream", "--camera", "250"});
  EXPECT_EQ(camera.exitStatus, 5);
  EXPECT_NE(camera.err.find("/dev/video250"), std::string::npos) << camera.err;
  EXPECT_EQ(facewire({"stream", "--video", put("notes.mp4", asBytes("hello"))}).exitStatus, 5);
}

TEST_F(StreamCommand, WithoutAServerItEndsAtOnce) {
  const std::string file = video("ada.avi", 1, 3);
  server_.stop();
  const ProcessResult result = facewire({"stream", "--video", file, "--no-display"});
  EXPECT_EQ(result.exitStatus, 3);
  EXPECT_NE(result.err.find(server_.address()), std::string::npos) << result.err;
}

TEST_F(StreamCommand, BenchTellsWhatTheContractSays) {
  const ProcessResult result = facewire({"--json", "bench", "--image", portrait(1, 1), "--clients", "3", "--frames",
                                         "20", "--reply", "both", "--in-flight", "2"});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  const auto lines = jsonLines(result.out);
  ASSERT_EQ(lines.size(), 1U);
  std::vector<std::string> keys;
  for (const auto& [key, value] : lines[0].items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"frames", "clients", "seconds", "fps", "p50_ms", "p95_ms", "p99_ms",
                                            "errors", "client_fps_mean", "client_fps_min", "client_cpu_ms"}));
  EXPECT_EQ(lines[0]["frames"], 20);
  EXPECT_EQ(lines[0]["clients"], 3);
  EXPECT_EQ(lines[0]["errors"], 0);
  EXPECT_LE(lines[0]["p50_ms"], lines[0]["p99_ms"]);
  EXPECT_LE(lines[0]["client_fps_min"], lines[0]["client_fps_mean"]);
  EXPECT_GT(lines[0]["client_fps_min"], 0);
}

TEST_F(StreamCommand, BenchWritesTheLatencyOfEveryFrame) {
  const std::string file = path("latencies.csv");
  const ProcessResult result =
      facewire({"bench", "--image", portrait(1, 1), "--clients", "2", "--frames", "9", "--latencies", file});
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_NE(result.out.find("the slowest"), std::string::npos) << result.out;
  std::ifstream lines(file);
  std::string line;
  ASSERT_TRUE(std::getline(lines, line));
  EXPECT_EQ(line, "client,frame,ms");
  int frames = 0;
  while (std::getline(lines, line)) ++frames;
  EXPECT_EQ(frames, 9);
}

TEST_F(StreamCommand, BenchSendsAWarmUpFromEachClientThatItDoesNotMeasure) {
  for (const char* inFlight : {"1", "2"}) {
    const auto framesSoFar = [this] {
      return jsonLines(facewire({"--json", "status"}).out).at(0).at("frames").get<int>();
    };
    const int before = framesSoFar();
    const ProcessResult result = facewire({"--json", "bench", "--image", portrait(1, 1), "--clients", "3", "--frames",
                                           "20", "--warm-up", "4", "--in-flight", inFlight});
    EXPECT_EQ(result.exitStatus, 0) << result.err;
    EXPECT_EQ(jsonLines(result.out).at(0).at("frames"), 20);
    EXPECT_EQ(framesSoFar() - before, 3 * 4 + 20) << inFlight;
  }
}

}  // namespace
}  // namespace facewire::test
