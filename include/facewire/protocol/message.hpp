#pragma once

#include <array>
#include <cstdint>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::protocol {

/// Numbers on the wire: never renumbered.
enum class MessageType : std::uint8_t {
  frame = 0x00,
  hello = 0x01,
  welcome = 0x02,
  faces = 0x03,
  error = 0x04,
  request = 0x05,
  response = 0x06,
  data = 0x07,
};

inline constexpr std::size_t kHeaderBytes = 4;
inline constexpr std::size_t kMaxPayloadBytes = 0xFFFFFF;
inline constexpr std::size_t kMaxJsonBytes = 1 << 20;
inline constexpr std::size_t kMaxDataBytes = 1 << 20;
inline constexpr int kProtocolVersion = 1;

struct MessageHeader {
  MessageType type = MessageType::frame;
  std::size_t payloadBytes = 0;
};

struct Message {
  MessageType type = MessageType::frame;
  Bytes payload;
};

/// Byte 0: type; bytes 1..3: payload length, unsigned, big-endian. Precondition: payloadBytes <= kMaxPayloadBytes.
std::array<std::byte, kHeaderBytes> encodeHeader(MessageHeader header);

/// Errors: `badMessage` for a type this version does not know.
Result<MessageHeader> decodeHeader(std::span<const std::byte, kHeaderBytes> bytes);

/// "FRAME", "HELLO", ...
std::string_view toWord(MessageType type);

}  // namespace facewire::protocol
