#include "stream_link.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <atomic>
#include <functional>
#include <opencv2/imgcodecs.hpp>
#include <vector>

namespace facewire::app {
namespace {

constexpr int kFirstWidth = 16;

/// Speaks the protocol over real sockets, one connection at a time, and breaks connections as a test asks: `breaksAt`
/// is asked before each frame is answered, with the number of frames answered on this connection and the frame's index.
class BreakingServer {
 public:
  explicit BreakingServer(std::function<bool(int, int)> breaksAt)
      : breaksAt_(std::move(breaksAt)),
        acceptor_(context_, {asio::ip::address_v4::loopback(), 0}),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  ~BreakingServer() {
    thread_.request_stop();
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  }

  client::ConnectOptions connectOptions() const {
    client::ConnectOptions options;
    options.server = net::TcpEndpoint{"127.0.0.1", acceptor_.local_endpoint().port()};
    return options;
  }

  int connections() const { return connections_; }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      asio::error_code error;
      asio::ip::tcp::socket socket = acceptor_.accept(error);
      if (error) return;
      ++connections_;
      serve(net::MessageStream(net::Connection(net::Socket(std::move(socket))), {}));
    }
  }

  void serve(net::MessageStream stream) {
    protocol::Message message;
    if (!stream.read(message)) return;
    protocol::Welcome welcome;
    welcome.server = "test";
    welcome.limits = {1 << 20, 1 << 20};
    if (!stream.write(protocol::MessageType::welcome, asBytes(protocol::toJsonText(welcome)))) return;
    for (int answered = 0; stream.read(message); ++answered) {
      const cv::Mat bytes(1, static_cast<int>(message.payload.size()), CV_8UC1, message.payload.data());
      const int width = cv::imdecode(bytes, cv::IMREAD_GRAYSCALE).cols;
      if (breaksAt_(answered, width - kFirstWidth)) return;
      protocol::FacesResult faces;
      faces.frame = answered;
      faces.width = width;
      faces.height = 8;
      if (!stream.write(protocol::MessageType::faces, asBytes(protocol::toJsonText(faces)))) return;
    }
  }

  const std::function<bool(int, int)> breaksAt_;
  std::atomic<int> connections_ = 0;
  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_;
  std::jthread thread_;
};

/// Frame i is kFirstWidth + i wide, so that an answer tells which frame it is for.
class CountingSource : public capture::FrameSource {
 public:
  CountingSource(bool live, std::int64_t frames) : live_(live), frames_(frames) {}

  Result<std::optional<capture::Frame>> next() override {
    if (index_ == frames_) return std::nullopt;
    capture::Frame frame;
    frame.picture = cv::Mat(8, kFirstWidth + static_cast<int>(index_), CV_8UC3, cv::Scalar::all(128));
    frame.index = index_++;
    frame.taken = Clock::now();
    return frame;
  }
  Result<void> reopen() override { return {}; }
  bool isLive() const override { return live_; }
  std::optional<double> framesPerSecond() const override { return std::nullopt; }
  std::optional<std::int64_t> expectedFrames() const override { return frames_; }
  const std::string& name() const override { return name_; }

 private:
  const std::string name_ = "test";
  const bool live_;
  const std::int64_t frames_;
  std::int64_t index_ = 0;
};

class Recorder : public StreamListener {
 public:
  void onAnswer(const SentFrame& frame, Result<client::Answer> answer) override {
    if (answer) {
      EXPECT_EQ(answer->faces->width, kFirstWidth + frame.index) << "an answer to another frame";
      answered.push_back(frame.index);
    } else {
      refused.push_back(frame.index);
    }
    if (onFrame) onFrame();
  }
  void onLost(const Error&) override { ++lost; }
  void onBack(std::chrono::duration<double>) override { ++back; }

  std::vector<std::int64_t> answered;
  std::vector<std::int64_t> refused;
  int lost = 0;
  int back = 0;
  std::function<void()> onFrame;
};

std::vector<std::int64_t> upTo(std::int64_t count) {
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < count; ++i) numbers.push_back(i);
  return numbers;
}

class StreamLinkTest : public ::testing::Test {
 protected:
  Result<void> run(const BreakingServer& server, bool live, std::int64_t frames, StreamLinkOptions options = {},
                   std::stop_token stop = {}) {
    capture::CaptureThread source(std::make_unique<CountingSource>(live, frames), [](const std::string&) {});
    options.connect = server.connectOptions();
    auto client = client::Client::connect(options.connect);
    if (!client) return fail(client.error());
    StreamLink link(source, std::move(options), recorder_);
    auto result = link.run(std::move(*client), stop);
    givenUp_ = link.givenUp();
    dropped_ = source.dropped();
    return result;
  }

  Recorder recorder_;
  std::int64_t givenUp_ = 0;
  std::int64_t dropped_ = 0;
};

TEST_F(StreamLinkTest, AFileIsAnsweredFrameByFrame) {
  const BreakingServer server([](int, int) { return false; });
  StreamLinkOptions options;
  options.inFlight = 4;
  ASSERT_TRUE(run(server, false, 100, options));
  EXPECT_EQ(recorder_.answered, upTo(100));
  EXPECT_EQ(recorder_.lost, 0);
}

TEST_F(StreamLinkTest, AFileLosesNothingWhenConnectionsBreak) {
  const BreakingServer server([](int answered, int) { return answered == 7; });
  StreamLinkOptions options;
  options.inFlight = 4;
  ASSERT_TRUE(run(server, false, 20, options));
  EXPECT_EQ(recorder_.answered, upTo(20));
  EXPECT_TRUE(recorder_.refused.empty());
  EXPECT_EQ(recorder_.lost, 2);
  EXPECT_EQ(recorder_.back, 2);
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(StreamLinkTest, AFrameThatBreaksEveryConnectionIsGivenUpInTheEnd) {
  const BreakingServer server([](int, int frame) { return frame == 2; });
  ASSERT_TRUE(run(server, false, 4));
  EXPECT_EQ(recorder_.answered, (std::vector<std::int64_t>{0, 1, 3}));
  EXPECT_EQ(recorder_.refused, (std::vector<std::int64_t>{2}));
}

TEST_F(StreamLinkTest, ALiveSourceNeverSendsAnOldFrameAgain) {
  std::atomic<int> broken = -1;
  const BreakingServer server([&broken](int answered, int frame) {
    if (answered == 1 && broken < 0) broken = frame;
    return broken == frame;
  });
  StreamLinkOptions options;
  options.inFlight = 1;
  options.maxFrames = 6;
  ASSERT_TRUE(run(server, true, 50'000, options));
  EXPECT_EQ(recorder_.lost, 1);
  EXPECT_EQ(givenUp_, 1);
  EXPECT_EQ(recorder_.answered.size(), 5U);
  EXPECT_EQ(std::ranges::count(recorder_.answered, broken.load()), 0);
  EXPECT_TRUE(std::ranges::is_sorted(recorder_.answered));
}

TEST_F(StreamLinkTest, MaxFramesEndsIt) {
  const BreakingServer server([](int, int) { return false; });
  StreamLinkOptions options;
  options.maxFrames = 5;
  ASSERT_TRUE(run(server, false, 100, options));
  EXPECT_EQ(recorder_.answered, upTo(5));
}

TEST_F(StreamLinkTest, AStopRequestEndsItWithEveryAnswerDelivered) {
  const BreakingServer server([](int, int) { return false; });
  std::stop_source stop;
  recorder_.onFrame = [&] {
    if (recorder_.answered.size() == 10) stop.request_stop();
  };
  ASSERT_TRUE(run(server, false, 1000, {}, stop.get_token()));
  EXPECT_EQ(recorder_.answered, upTo(static_cast<std::int64_t>(recorder_.answered.size())));
  EXPECT_LT(recorder_.answered.size(), 20U);
}

}  // namespace
}  // namespace facewire::app
