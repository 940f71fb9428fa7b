#include "descriptor_code.hpp"

#include <gtest/gtest.h>

#include <random>

#include "lbph_pictures.hpp"

namespace facewire::gallery {
namespace {

CountGroups groupsOf(const vision::Descriptor& descriptor) {
  CountGroups counts;
  counts.assign(descriptor);
  return counts;
}

vision::Descriptor randomDescriptor(std::mt19937& random, std::size_t length, unsigned oneIn) {
  vision::Descriptor descriptor;
  for (std::size_t bin = 0; bin < length; ++bin) {
    descriptor.counts.push_back(random() % oneIn == 0 ? static_cast<std::uint8_t>(random() % 256) : std::uint8_t{0});
  }
  return descriptor;
}

TEST(DescriptorCode, GivesBackEveryDescriptor) {
  std::mt19937 random(4);
  for (const std::size_t length : {0U, 1U, 7U, 40U, 255U, 256U, 65'535U, 65'536U, 65'537U, 200'000U}) {
    for (const unsigned oneIn : {1U, 3U, 5000U, 10'000'000U}) {
      const vision::Descriptor descriptor = randomDescriptor(random, length, oneIn);
      const auto back = decodeCounts(encodeCounts(groupsOf(descriptor)));
      ASSERT_TRUE(back) << length;
      EXPECT_TRUE(back->toDescriptor() == descriptor) << length;
      EXPECT_EQ(back->sum, groupsOf(descriptor).sum);
    }
  }
}

TEST(DescriptorCode, KeepsToItsBytes) {
  vision::Descriptor descriptor;
  descriptor.counts.assign(300, 0);
  descriptor.counts[2] = 7;
  descriptor.counts[3] = 1;
  descriptor.counts[299] = 7;
  const std::vector<int> expected{0x2c, 1, 0, 0, /**/ 1, 0, 0, 0, 3, /**/ 7, 0, 1, 0, 2, 255, 41};
  std::vector<int> bytes;
  for (const std::byte byte : encodeCounts(groupsOf(descriptor))) bytes.push_back(std::to_integer<int>(byte));
  EXPECT_EQ(bytes, expected);
}

TEST(DescriptorCode, IsASixthOfADenseDescriptor) {
  const vision::Descriptor descriptor = test::descriptorOf(test::smoothPicture(3));
  EXPECT_LT(encodeCounts(groupsOf(descriptor)).size(), descriptor.counts.size() / 4);
}

/// A cut descriptor either ends in the middle of something, or is one of fewer counts: its checksum tells that.
TEST(DescriptorCode, NeverReadsBeyondACutDescriptor) {
  const vision::Descriptor whole = test::descriptorOf(test::smoothPicture(5));
  const Bytes bytes = encodeCounts(groupsOf(whole));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    const auto counts = decodeCounts(cut);
    if (counts) {
      EXPECT_LT(counts->sum, groupsOf(whole).sum) << size;
    }
  }
  EXPECT_FALSE(decodeCounts({}));
}

TEST(DescriptorCode, GivesOnlyWhatIsFitToBeSearchedWhateverTheBytes) {
  std::mt19937 random(9);
  const Bytes whole = encodeCounts(groupsOf(test::descriptorOf(test::smoothPicture(6))));
  for (int round = 0; round < 3000; ++round) {
    Bytes damaged = whole;
    for (int i = 0; i < 1 + round % 20; ++i) damaged[random() % damaged.size()] = static_cast<std::byte>(random());
    if (round % 3 == 0) {
      damaged.resize(random() % 300);
      for (std::byte& byte : damaged) byte = static_cast<std::byte>(random() % 4);
    }
    const auto counts = decodeCounts(damaged);
    if (!counts) continue;
    std::vector<bool> seen(counts->length);
    counts->forEach([&](std::uint32_t bin, std::uint8_t count) {
      ASSERT_LT(bin, counts->length);
      EXPECT_FALSE(seen[bin]);
      EXPECT_GT(count, 0);
      seen[bin] = true;
    });
  }
}

TEST(DescriptorCode, RefusesMoreBinsThanOverlapsCanBeSummedOf) {
  const auto lengthOnly = [](std::uint32_t length) {
    Bytes bytes;
    for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<std::byte>(length >> (8 * i)));
    return bytes;
  };
  EXPECT_TRUE(decodeCounts(lengthOnly(2000 * 256)));
  EXPECT_FALSE(decodeCounts(lengthOnly(2000 * 256 + 1)));
  EXPECT_FALSE(decodeCounts(lengthOnly(0xffffffff)));
}

}  // namespace
}  // namespace facewire::gallery
