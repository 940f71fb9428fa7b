#include "facewire/protocol/message.hpp"

#include <cassert>

namespace facewire::protocol {
namespace {

/// The first byte of every TLS connection: RFC 8446, section 5.1.
constexpr std::uint8_t kTlsHandshake = 0x16;

}  // namespace

std::array<std::byte, kHeaderBytes> encodeHeader(MessageHeader header) {
  assert(header.payloadBytes <= kMaxPayloadBytes);
  const auto length = static_cast<std::uint32_t>(header.payloadBytes);
  return {static_cast<std::byte>(header.type), static_cast<std::byte>(length >> 16 & 0xFF),
          static_cast<std::byte>(length >> 8 & 0xFF), static_cast<std::byte>(length & 0xFF)};
}

Result<MessageHeader> decodeHeader(std::span<const std::byte, kHeaderBytes> bytes) {
  const auto type = std::to_integer<std::uint8_t>(bytes[0]);
  if (type == kTlsHandshake) return fail(ErrorCode::badMessage, "the peer speaks TLS, and this end does not");
  if (type > static_cast<std::uint8_t>(MessageType::data)) {
    return fail(ErrorCode::badMessage, "message type " + std::to_string(type) + " is not one of 0 to 7");
  }
  const std::size_t length = std::to_integer<std::size_t>(bytes[1]) << 16 |
                             std::to_integer<std::size_t>(bytes[2]) << 8 | std::to_integer<std::size_t>(bytes[3]);
  return MessageHeader{static_cast<MessageType>(type), length};
}

std::string_view toWord(MessageType type) {
  switch (type) {
    case MessageType::frame:
      return "FRAME";
    case MessageType::hello:
      return "HELLO";
    case MessageType::welcome:
      return "WELCOME";
    case MessageType::faces:
      return "FACES";
    case MessageType::error:
      return "ERROR";
    case MessageType::request:
      return "REQUEST";
    case MessageType::response:
      return "RESPONSE";
    case MessageType::data:
      return "DATA";
  }
  return "?";
}

}  // namespace facewire::protocol
