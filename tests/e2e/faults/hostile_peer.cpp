#include "hostile_peer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <utility>

#include "facewire/protocol/message.hpp"
#include "raw_socket.hpp"

namespace facewire::test {
namespace {

using protocol::MessageType;

constexpr std::string_view kHello = R"({"version": 1, "client": "hostile", "reply": ["faces"]})";

void append(Bytes& bytes, ByteView more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

Bytes message(MessageType type, ByteView payload) {
  Bytes bytes;
  append(bytes, protocol::encodeHeader({type, payload.size()}));
  append(bytes, payload);
  return bytes;
}

/// Counts whole messages in a stream that comes in pieces.
class MessageCount {
 public:
  void take(ByteView bytes) {
    append(left_, bytes);
    std::size_t at = 0;
    while (left_.size() - at >= protocol::kHeaderBytes) {
      const auto header = protocol::decodeHeader(
          std::span<const std::byte, protocol::kHeaderBytes>(left_.data() + at, protocol::kHeaderBytes));
      if (!header || left_.size() - at < protocol::kHeaderBytes + header->payloadBytes) break;
      at += protocol::kHeaderBytes + header->payloadBytes;
      ++count_;
    }
    left_.erase(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(at));
  }
  std::int64_t count() const { return count_; }

 private:
  Bytes left_;
  std::int64_t count_ = 0;
};

}  // namespace

HostilePeer::HostilePeer(std::uint16_t port, std::uint32_t seed, Bytes jpeg)
    : port_(port), random_(seed), jpeg_(std::move(jpeg)) {}

Bytes HostilePeer::garbage(std::size_t most) {
  Bytes bytes(below(static_cast<std::uint32_t>(most)));
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random_());
  return bytes;
}

/// Answered by an ERROR; the connection goes on.
Bytes HostilePeer::badFrame() {
  Bytes picture;
  switch (below(4)) {
    case 0:
      picture = garbage(200);
      break;
    case 1:  // what every JPEG begins with, and then nothing of one
      append(picture, std::span(jpeg_).first(3));
      append(picture, garbage(200));
      break;
    case 2:  // cut off in its header
      append(picture, std::span(jpeg_).first(below(300)));
      break;
    default:  // a whole header, of which one byte is another
      append(picture, std::span(jpeg_).first(600));
      picture[3 + below(500)] ^= static_cast<std::byte>(1 + below(255));
      break;
  }
  return message(MessageType::frame, picture);
}

/// Answered by a RESPONSE that says no; the connection goes on.
Bytes HostilePeer::badRequest() {
  static constexpr std::array<std::string_view, 8> kRefused{
      R"({"id": 1, "op": "nonsense"})",
      R"({"id": 2, "op": "person"})",
      R"({"id": 3, "op": "person", "name": 17})",
      R"({"id": 4, "op": "remove_person", "name": "\u0000nobody"})",
      R"({"id": 5, "op": "rename_person", "name": "nobody", "new_name": ""})",
      R"({"id": 6, "op": "remove_sample", "sample": -1})",
      R"({"id": 7, "op": "calibrate", "far": "much"})",
      R"({"id": 8, "op": "remove_sample", "sample": [[[[]]]]})"};
  return message(MessageType::request, asBytes(kRefused[below(kRefused.size())]));
}

/// Answered by a fatal ERROR.
Bytes HostilePeer::lastWords() {
  switch (below(6)) {
    case 0: {  // a type that is nobody's
      Bytes bytes = message(MessageType::frame, garbage(50));
      bytes[0] = static_cast<std::byte>(7 + below(249));
      return bytes;
    }
    case 1:
      return message(MessageType::request, garbage(300));
    case 2:
      return message(MessageType::hello, asBytes(kHello));
    case 3:  // a server's
      return message(below(2) == 0 ? MessageType::welcome : MessageType::response, asBytes("{}"));
    case 4: {  // more than a message may have
      const auto header = protocol::encodeHeader({MessageType::request, protocol::kMaxJsonBytes + 1 + below(1 << 20)});
      return Bytes(header.begin(), header.end());
    }
    default: {
      const auto header = protocol::encodeHeader({MessageType::frame, protocol::kMaxPayloadBytes - below(1000)});
      return Bytes(header.begin(), header.end());
    }
  }
}

std::int64_t HostilePeer::sendMessages(std::int64_t most) {
  Bytes all = message(MessageType::hello, asBytes(kHello));
  std::int64_t sent = 1;
  // Few enough that what they are answered with fits into the sockets' buffers: it is read only afterwards.
  const std::int64_t whole = std::min<std::int64_t>(most, 400);
  while (sent + 1 < whole) {
    append(all, below(3) == 0 ? badRequest() : badFrame());
    ++sent;
  }
  append(all, lastWords());
  ++sent;
  RawSocket socket(port_);
  EXPECT_TRUE(socket.send(all));
  socket.finishSending();
  MessageCount answers;
  auto came = socket.receive();
  for (; came && !came->empty(); came = socket.receive()) answers.take(*came);
  EXPECT_EQ(answers.count(), sent);
  return sent;
}

void HostilePeer::connectAndLeave() {
  RawSocket socket(port_);
  Bytes said;
  switch (below(5)) {
    case 0:
      break;
    case 1:
      said = garbage(protocol::kHeaderBytes);
      break;
    case 2:
      said = message(MessageType::hello, asBytes(kHello));
      break;
    case 3:
      said = message(MessageType::frame, jpeg_);
      said.resize(protocol::kHeaderBytes + below(static_cast<std::uint32_t>(jpeg_.size())));
      break;
    default:
      said = message(MessageType::hello, asBytes(kHello));
      append(said, badFrame());
      break;
  }
  // The server may have closed before all of it was sent.
  [[maybe_unused]] const bool sent = socket.send(said);
  if (below(2) == 0) socket.reset();
}

}  // namespace facewire::test
