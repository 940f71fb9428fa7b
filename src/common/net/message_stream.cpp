#include "facewire/net/message_stream.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace facewire::net {
namespace {

std::string seconds(std::chrono::milliseconds time) {
  const auto whole = time.count() / 1000;
  return time.count() % 1000 == 0 ? std::to_string(whole) + " s" : std::to_string(time.count()) + " ms";
}

}  // namespace

MessageStream::MessageStream(Connection connection, StreamLimits limits)
    : connection_(std::move(connection)), limits_(limits) {}

Result<void> MessageStream::waitForMessage(const std::function<void()>& whenIdle) {
  const auto since = Clock::now();
  if (whenIdle && limits_.pause < limits_.idle) {
    auto ready = connection_.waitReadable(since + limits_.pause);
    if (ready || ready.error().code != ErrorCode::timeout) return ready;
    whenIdle();
  }
  auto ready = connection_.waitReadable(since + limits_.idle);
  if (ready || ready.error().code != ErrorCode::timeout) return ready;
  crossed_ = StreamLimit::idleTime;
  return fail(ErrorCode::timeout, "nothing came for " + seconds(limits_.idle));
}

tl::unexpected<Error> MessageStream::explain(Error error) {
  if (error.code == ErrorCode::timeout) {
    crossed_ = StreamLimit::messageTime;
    error.detail = "a message took longer than " + seconds(limits_.message);
  }
  return fail(std::move(error));
}

Result<void> MessageStream::read(protocol::Message& message, const std::function<void()>& whenIdle) {
  const auto header = readHeader(whenIdle);
  if (!header) return fail(header.error());
  message.type = header->type;
  if (auto fits = checkLength(*header); !fits) return fits;
  return readPayload(*header, message);
}

Result<protocol::MessageHeader> MessageStream::readHeader(const std::function<void()>& whenIdle) {
  if (auto ready = waitForMessage(whenIdle); !ready) return fail(ready.error());
  messageDeadline_ = Clock::now() + limits_.message;
  std::array<std::byte, protocol::kHeaderBytes> head{};
  if (auto got = connection_.readExactly(head, messageDeadline_); !got) return explain(got.error());
  return protocol::decodeHeader(head);
}

Result<void> MessageStream::checkLength(const protocol::MessageHeader& header) {
  const std::size_t limit = header.type == protocol::MessageType::frame  ? limits_.maxFrameBytes
                            : header.type == protocol::MessageType::data ? protocol::kMaxDataBytes
                                                                         : limits_.maxJsonBytes;
  if (header.payloadBytes <= limit) return {};
  crossed_ = StreamLimit::messageBytes;
  return fail(ErrorCode::tooLong, std::string(protocol::toWord(header.type)) + " of " +
                                      std::to_string(header.payloadBytes) + " bytes; at most " + std::to_string(limit) +
                                      " are taken");
}

Result<void> MessageStream::readPayload(const protocol::MessageHeader& header, protocol::Message& message) {
  message.type = header.type;
  message.payload.resize(header.payloadBytes);
  if (auto got = connection_.readExactly(message.payload, messageDeadline_); !got) {
    if (got.error().detail == "closed")
      return fail(ErrorCode::disconnected, "the peer closed in the middle of a message");
    return explain(got.error());
  }
  return {};
}

Result<void> MessageStream::skipPayload(const protocol::MessageHeader& header) {
  std::array<std::byte, 16384> ignored;
  for (std::size_t left = header.payloadBytes; left > 0;) {
    const std::size_t part = std::min(left, ignored.size());
    if (auto got = connection_.readExactly(std::span(ignored).first(part), messageDeadline_); !got) {
      return explain(got.error());
    }
    left -= part;
  }
  return {};
}

Result<void> MessageStream::write(protocol::MessageType type, ByteView payload) {
  if (payload.size() > protocol::kMaxPayloadBytes) {
    return fail(ErrorCode::tooLong, std::string(protocol::toWord(type)) + " of " + std::to_string(payload.size()) +
                                        " bytes does not fit one message");
  }
  const auto head = protocol::encodeHeader({type, payload.size()});
  auto sent = connection_.write(head, payload, Clock::now() + limits_.write);
  if (!sent && sent.error().code == ErrorCode::timeout) {
    crossed_ = StreamLimit::writeTime;
    return fail(ErrorCode::timeout, "the peer did not take its answer within " + seconds(limits_.write));
  }
  return sent;
}

}  // namespace facewire::net
