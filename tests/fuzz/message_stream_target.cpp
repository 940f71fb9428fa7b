#include "facewire/net/message_stream.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <cerrno>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "choices.hpp"
#include "target.hpp"

using namespace facewire;
using fuzz::require;

namespace {

constexpr std::size_t kMaxFrameBytes = 300;
constexpr std::size_t kMaxJsonBytes = 100;

/// The bytes as messages, and the error that ends them, reckoned without a socket.
struct Expectation {
  std::vector<protocol::Message> messages;
  ErrorCode end = ErrorCode::disconnected;
};

Expectation readPlainly(ByteView bytes) {
  Expectation expected;
  while (bytes.size() >= protocol::kHeaderBytes) {
    const auto header = protocol::decodeHeader(bytes.first<protocol::kHeaderBytes>());
    if (!header) return {std::move(expected.messages), ErrorCode::badMessage};
    const std::size_t most = header->type == protocol::MessageType::frame  ? kMaxFrameBytes
                             : header->type == protocol::MessageType::data ? protocol::kMaxDataBytes
                                                                           : kMaxJsonBytes;
    if (header->payloadBytes > most) return {std::move(expected.messages), ErrorCode::tooLong};
    bytes = bytes.subspan(protocol::kHeaderBytes);
    if (header->payloadBytes > bytes.size()) return expected;
    const ByteView payload = bytes.first(header->payloadBytes);
    expected.messages.push_back({header->type, {payload.begin(), payload.end()}});
    bytes = bytes.subspan(payload.size());
  }
  return expected;
}

/// Sends the bytes cut up as the choices say, and then nothing more.
void sendInPieces(int to, ByteView bytes, fuzz::Choices cuts) {
  while (!bytes.empty()) {
    const std::size_t length = std::min<std::size_t>(bytes.size(), 1 + cuts.below(64));
    const auto sent = ::send(to, bytes.data(), length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;  // libFuzzer's own alarm
    if (sent < 0) break;                       // the reader has seen enough
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
    if (cuts.yes()) std::this_thread::yield();
  }
  ::shutdown(to, SHUT_WR);
}

net::MessageStream makeStream(asio::io_context& context, int end) {
  net::Socket socket(context);
  socket.assign(asio::local::stream_protocol(), end);
  net::StreamLimits limits;
  limits.maxFrameBytes = kMaxFrameBytes;
  limits.maxJsonBytes = kMaxJsonBytes;
  return {net::Connection(std::move(socket)), limits};
}

}  // namespace

/// Messages out of a stream of bytes, wherever it is cut: the first byte says how many bytes of cuts follow.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Choices choices(fuzz::toView(data, size));
  const fuzz::Choices cuts(choices.bytes(choices.byte()));
  const ByteView bytes = choices.rest();
  const Expectation expected = readPlainly(bytes);

  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  asio::io_context context(1);
  std::optional<net::MessageStream> stream(makeStream(context, ends[0]));
  std::jthread peer([&] { sendInPieces(ends[1], bytes, cuts); });
  protocol::Message message;
  for (const protocol::Message& wanted : expected.messages) {
    const auto got = stream->read(message);
    require(got.has_value(), "a whole message was not read: " + (got ? "" : got.error().detail));
    require(message.type == wanted.type && message.payload == wanted.payload, "another message than was sent");
    const auto head = protocol::encodeHeader({message.type, message.payload.size()});
    const auto header = protocol::decodeHeader(head);
    require(header && header->type == message.type && header->payloadBytes == message.payload.size(),
            "a header is another one when it is read");
  }
  const auto end = stream->read(message);
  require(!end, "a message that nobody sent");
  require(end.error().code == expected.end, "the stream ends with another error: " + end.error().detail);
  stream.reset();
  peer.join();
  ::close(ends[1]);
  return 0;
}
