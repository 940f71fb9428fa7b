#include "facewire/net/message_stream.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <thread>

namespace facewire::net {
namespace {

using namespace std::chrono_literals;
using protocol::Message;
using protocol::MessageType;

/// A stream at one end of a socket pair, and the bare descriptor of the other end.
class MessageStreamTest : public testing::Test {
 protected:
  void SetUp() override {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    peer_ = ends[1];
    Socket socket(context_);
    socket.assign(asio::local::stream_protocol(), ends[0]);
    limits_.maxFrameBytes = 1000;
    limits_.maxJsonBytes = 100;
    limits_.idle = 5s;
    limits_.message = 5s;
    limits_.write = 5s;
    stream_ = std::make_unique<MessageStream>(Connection(std::move(socket), &stop_), limits_);
  }
  void TearDown() override { closePeer(); }

  void closePeer() {
    if (peer_ >= 0) ::close(peer_);
    peer_ = -1;
  }
  void peerSends(std::string_view bytes) {
    ASSERT_EQ(::send(peer_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  void setTimes(std::chrono::milliseconds idle, std::chrono::milliseconds message, std::chrono::milliseconds write) {
    limits_.idle = idle;
    limits_.message = message;
    limits_.write = write;
    stream_->setLimits(limits_);
  }
  Error readError() {
    Message message;
    const auto got = stream_->read(message);
    EXPECT_FALSE(got);
    return got ? Error{} : got.error();
  }

  asio::io_context context_;
  WakeEvent stop_;
  StreamLimits limits_;
  int peer_ = -1;
  std::unique_ptr<MessageStream> stream_;
};

std::string header(unsigned type, unsigned length) {
  return {static_cast<char>(type), static_cast<char>(length >> 16), static_cast<char>(length >> 8),
          static_cast<char>(length)};
}

TEST_F(MessageStreamTest, TellsOnceThatAPeerIsIdleAndReadsOn) {
  limits_.pause = 1ms;
  stream_->setLimits(limits_);
  int idle = 0;
  Message message;
  const auto got = stream_->read(message, [&] {
    ++idle;
    peerSends(header(0, 3) + "abc");
  });
  ASSERT_TRUE(got) << got.error().detail;
  EXPECT_EQ(asText(message.payload), "abc");
  EXPECT_EQ(idle, 1);
}

TEST_F(MessageStreamTest, CallsNobodyIdleWhoSpeaks) {
  peerSends(header(0, 3) + "abc");
  int idle = 0;
  Message message;
  ASSERT_TRUE(stream_->read(message, [&] { ++idle; }));
  EXPECT_EQ(idle, 0);
}

TEST_F(MessageStreamTest, ReadsMessagesThatArriveInOnePiece) {
  peerSends(header(0, 3) + "abc" + header(1, 0) + header(5, 2) + "{}");
  Message message;
  ASSERT_TRUE(stream_->read(message));
  EXPECT_EQ(message.type, MessageType::frame);
  EXPECT_EQ(asText(message.payload), "abc");
  ASSERT_TRUE(stream_->read(message));
  EXPECT_EQ(message.type, MessageType::hello);
  EXPECT_TRUE(message.payload.empty());
  ASSERT_TRUE(stream_->read(message));
  EXPECT_EQ(asText(message.payload), "{}");
}

TEST_F(MessageStreamTest, ReadsAMessageThatArrivesByteByByte) {
  const std::string bytes = header(0, 200) + std::string(200, 'x');
  std::jthread sender([&] {
    for (const char byte : bytes) peerSends({&byte, 1});
  });
  Message message;
  ASSERT_TRUE(stream_->read(message));
  EXPECT_EQ(asText(message.payload), std::string(200, 'x'));
}

TEST_F(MessageStreamTest, RefusesLengthsAboveTheLimitOfTheirType) {
  peerSends(header(0, 1001));
  const Error error = readError();
  EXPECT_EQ(error.code, ErrorCode::tooLong);
  EXPECT_NE(error.detail.find("1001"), std::string::npos);
}

TEST_F(MessageStreamTest, RefusesJsonAboveItsOwnLimit) {
  peerSends(header(1, 101));
  EXPECT_EQ(readError().code, ErrorCode::tooLong);
}

TEST_F(MessageStreamTest, TakesAMessageOfExactlyTheLimit) {
  peerSends(header(0, 1000) + std::string(1000, 'x'));
  Message message;
  EXPECT_TRUE(stream_->read(message));
}

TEST_F(MessageStreamTest, RefusesAnUnknownType) {
  peerSends("GET / HTTP/1.1\r\n");
  EXPECT_EQ(readError().code, ErrorCode::badMessage);
}

TEST_F(MessageStreamTest, TellsACloseBetweenMessagesFromOneInside) {
  closePeer();
  EXPECT_EQ(readError().detail, "closed");
}

TEST_F(MessageStreamTest, IsBrokenOffWhereverTheMessageIsCut) {
  const std::string whole = header(0, 5) + "abcde";
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    SCOPED_TRACE(cut);
    TearDown();
    SetUp();
    peerSends(whole.substr(0, cut));
    closePeer();
    const Error error = readError();
    EXPECT_EQ(error.code, ErrorCode::disconnected);
    EXPECT_NE(error.detail, "closed");
  }
}

TEST_F(MessageStreamTest, WaitsForAMessageNoLongerThanTheIdleTime) {
  setTimes(20ms, 5s, 5s);
  const Error error = readError();
  EXPECT_EQ(error.code, ErrorCode::timeout);
  EXPECT_EQ(error.detail, "nothing came for 20 ms");
}

TEST_F(MessageStreamTest, CutsAPeerThatFeedsSlowly) {
  setTimes(5s, 100ms, 5s);
  std::atomic<bool> done = false;
  std::jthread sender([&] {
    peerSends(header(0, 1000));
    while (!done) {
      ::send(peer_, "x", 1, MSG_NOSIGNAL);
      std::this_thread::sleep_for(1ms);  // the drip itself, not synchronisation
    }
  });
  EXPECT_EQ(readError().code, ErrorCode::timeout);
  done = true;
}

TEST_F(MessageStreamTest, CutsAPeerThatDoesNotTakeItsAnswer) {
  setTimes(5s, 5s, 50ms);
  const Bytes answer(8 << 20);
  const auto sent = stream_->write(MessageType::frame, answer);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, ErrorCode::timeout);
}

TEST_F(MessageStreamTest, WritesHeaderAndPayload) {
  ASSERT_TRUE(stream_->write(MessageType::faces, asBytes("{}")));
  std::array<char, 16> got{};
  ASSERT_EQ(::recv(peer_, got.data(), got.size(), 0), 6);
  EXPECT_EQ(std::string_view(got.data(), 6), std::string_view("\x03\x00\x00\x02{}", 6));
}

TEST_F(MessageStreamTest, RefusesToWriteWhatNoHeaderCanSay) {
  const Bytes tooMuch(protocol::kMaxPayloadBytes + 1);
  EXPECT_EQ(stream_->write(MessageType::frame, tooMuch).error().code, ErrorCode::tooLong);
}

TEST_F(MessageStreamTest, SurvivesAPeerThatIsGone) {
  closePeer();
  const Bytes answer(1 << 20);
  EXPECT_EQ(stream_->write(MessageType::frame, answer).error().code, ErrorCode::disconnected);
}

TEST_F(MessageStreamTest, StopWakesAReader) {
  std::jthread stopper([this] { stop_.set(); });
  EXPECT_EQ(readError().code, ErrorCode::shuttingDown);
}

TEST_F(MessageStreamTest, StopWakesAReaderInTheMiddleOfAMessage) {
  peerSends(header(0, 100) + "abc");
  std::jthread stopper([this] { stop_.set(); });
  EXPECT_EQ(readError().code, ErrorCode::shuttingDown);
}

TEST_F(MessageStreamTest, AbortWakesAReader) {
  std::jthread aborter([this] { stream_->connection().abort(); });
  EXPECT_EQ(readError().code, ErrorCode::disconnected);
}

TEST_F(MessageStreamTest, AbortWakesAWriter) {
  std::jthread aborter([this] {
    // The first bytes have arrived, so the writer is at work.
    char byte = 0;
    ::recv(peer_, &byte, 1, 0);
    stream_->connection().abort();
  });
  const Bytes answer(8 << 20);
  EXPECT_EQ(stream_->write(MessageType::frame, answer).error().code, ErrorCode::disconnected);
}

TEST_F(MessageStreamTest, FinishLetsThePeerReadTheLastWords) {
  peerSends(std::string(300, 'x'));  // never read: closing now would reset the stream
  ASSERT_TRUE(stream_->write(MessageType::error, asBytes("{}")));
  std::string got;
  std::jthread reader([&] {
    std::array<char, 64> some{};
    for (ssize_t n = 0; (n = ::recv(peer_, some.data(), some.size(), 0)) > 0;)
      got.append(some.data(), static_cast<std::size_t>(n));
    closePeer();
  });
  stream_->connection().finish(Clock::now() + 5s);
  reader.join();
  EXPECT_EQ(got.size(), 6u);
}

TEST(Connect, NamesWhoDoesNotAnswer) {
  const auto missing = Connection::connect(UnixEndpoint{"/nonexistent/socket"}, 1s);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::unreachable);
  EXPECT_NE(missing.error().detail.find("unix:/nonexistent/socket"), std::string::npos);
}

}  // namespace
}  // namespace facewire::net
