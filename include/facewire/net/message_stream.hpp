#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

#include "facewire/net/connection.hpp"
#include "facewire/protocol/message.hpp"

namespace facewire::net {

/// Deadlines and sizes that a message stream keeps.
struct StreamLimits {
  std::size_t maxFrameBytes = protocol::kMaxPayloadBytes;
  std::size_t maxJsonBytes = protocol::kMaxJsonBytes;
  std::chrono::milliseconds idle{600'000};    ///< until the first byte of the next message
  std::chrono::milliseconds pause{5'000};     ///< without a byte, after which a peer is taken to be idle
  std::chrono::milliseconds message{10'000};  ///< from a message's first byte to its last
  std::chrono::milliseconds write{10'000};    ///< for the peer to take one message
};

/// A limit that a peer came up against.
enum class StreamLimit { messageBytes, idleTime, messageTime, writeTime };

/// Whole messages over a Connection. Confined to one thread, but one thread may read while another writes.
class MessageStream {
 public:
  MessageStream(Connection connection, StreamLimits limits);

  /// Reads the next message into `message`, reusing its buffer. Lengths are checked before anything is allocated.
  /// `whenIdle`, if given, is called once where nothing has come for limits().pause, to free what an idle peer need not
  /// hold; it may free the buffer of `message`, too.
  /// Errors: `badMessage` (unknown type), `tooLong`, `timeout`, `disconnected` (detail "closed" at a message boundary),
  /// `shuttingDown`. With `tooLong`, and where the payload broke off, message.type is already known. After any error
  /// the stream's position is lost: finish it.
  Result<void> read(protocol::Message& message, const std::function<void()>& whenIdle = {});

  /// The same in two steps, for who wants to know what comes before it is taken: after readHeader exactly one of
  /// readPayload and skipPayload. Errors as read(), but that a header may be of any length: see checkLength.
  Result<protocol::MessageHeader> readHeader(const std::function<void()>& whenIdle = {});
  /// Errors: `tooLong`.
  Result<void> checkLength(const protocol::MessageHeader& header);
  Result<void> readPayload(const protocol::MessageHeader& header, protocol::Message& message);
  /// Reads past it, holding none of it.
  Result<void> skipPayload(const protocol::MessageHeader& header);

  /// Errors: `timeout`, `disconnected`, `tooLong` (over kMaxPayloadBytes; nothing was sent).
  Result<void> write(protocol::MessageType type, ByteView payload);

  Connection& connection() { return connection_; }
  const Connection& connection() const { return connection_; }
  const StreamLimits& limits() const { return limits_; }
  void setLimits(const StreamLimits& limits) { limits_ = limits; }

  /// What the last error was about, where it was one of limits().
  std::optional<StreamLimit> crossed() const { return crossed_; }

 private:
  Result<void> waitForMessage(const std::function<void()>& whenIdle);
  tl::unexpected<Error> explain(Error error);

  Connection connection_;
  StreamLimits limits_;
  Clock::time_point messageDeadline_;  ///< of the message whose header was read
  std::optional<StreamLimit> crossed_;
};

}  // namespace facewire::net
