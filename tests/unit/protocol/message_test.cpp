#include "facewire/protocol/message.hpp"

#include <gtest/gtest.h>

namespace facewire::protocol {
namespace {

using Header = std::array<std::byte, kHeaderBytes>;

constexpr Header bytes(unsigned a, unsigned b, unsigned c, unsigned d) {
  return {std::byte(a), std::byte(b), std::byte(c), std::byte(d)};
}

TEST(MessageHeader, HasTheBytesOfTheProtocol) {
  EXPECT_EQ(encodeHeader({MessageType::frame, 0}), bytes(0, 0, 0, 0));
  EXPECT_EQ(encodeHeader({MessageType::hello, 0x010203}), bytes(1, 1, 2, 3));
  EXPECT_EQ(encodeHeader({MessageType::response, kMaxPayloadBytes}), bytes(6, 0xFF, 0xFF, 0xFF));
}

TEST(MessageHeader, OfAFrameIsThePlainBigEndianLength) {
  const Header header = encodeHeader({MessageType::frame, 70'000});
  std::uint32_t length = 0;
  for (const std::byte byte : header) length = length << 8 | std::to_integer<std::uint32_t>(byte);
  EXPECT_EQ(length, 70'000u);
}

TEST(MessageHeader, IsReadBack) {
  for (int type = 0; type <= 6; ++type) {
    for (const std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{65'536}, kMaxPayloadBytes}) {
      const auto header = decodeHeader(encodeHeader({static_cast<MessageType>(type), length}));
      ASSERT_TRUE(header);
      EXPECT_EQ(static_cast<int>(header->type), type);
      EXPECT_EQ(header->payloadBytes, length);
    }
  }
}

TEST(MessageHeader, OfAnUnknownTypeIsRefused) {
  for (unsigned type = 8; type < 256; ++type) {
    const auto header = decodeHeader(bytes(type, 0, 0, 1));
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error().code, ErrorCode::badMessage);
  }
}

}  // namespace
}  // namespace facewire::protocol
