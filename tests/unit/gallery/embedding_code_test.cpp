#include "embedding_code.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "count_groups.hpp"
#include "descriptor_code.hpp"
#include "searchable_descriptor.hpp"

namespace facewire::gallery {
namespace {

std::vector<float> unitVector(std::size_t length, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<float> numbers(length);
  double sum = 0;
  for (float& number : numbers) {
    number = static_cast<float>(normal(random));
    sum += double{number} * double{number};
  }
  for (float& number : numbers) number = static_cast<float>(number / std::sqrt(sum));
  return numbers;
}

std::vector<float> timesTheFirst(std::vector<float> numbers, float factor) {
  for (float& number : numbers) number *= factor;
  return numbers;
}

TEST(EmbeddingCode, GivesBackEveryNumber) {
  for (const std::size_t length : {1U, 2U, 127U, 128U, 512U, 4096U}) {
    const std::vector<float> numbers = unitVector(length, static_cast<unsigned>(length));
    const Bytes bytes = encodeEmbedding(numbers);
    EXPECT_EQ(bytes.size(), 8 + 4 * length);
    EXPECT_EQ(decodeEmbedding(bytes), numbers);
  }
}

TEST(EmbeddingCode, KeepsToItsBytes) {
  const std::vector<int> expected{'E', 'M', 'B', '1', 2, 0, 0, 0, /**/ 0, 0, 0, 0x80, /**/ 0, 0, 0x80, 0xbf};
  std::vector<int> bytes;
  for (const std::byte byte : encodeEmbedding(std::vector<float>{-0.0F, -1}))
    bytes.push_back(std::to_integer<int>(byte));
  EXPECT_EQ(bytes, expected);
}

TEST(EmbeddingCode, RefusesWhatIsNoVectorOfLengthOne) {
  const std::vector<float> whole = unitVector(128, 3);
  const auto isTaken = [](const std::vector<float>& numbers) {
    return decodeEmbedding(encodeEmbedding(numbers)).has_value();
  };
  EXPECT_TRUE(isTaken(whole));
  EXPECT_TRUE(isTaken(timesTheFirst(whole, 1.0009F)));
  EXPECT_TRUE(isTaken(timesTheFirst(whole, 0.9991F)));
  EXPECT_FALSE(isTaken(timesTheFirst(whole, 1.002F)));
  EXPECT_FALSE(isTaken(timesTheFirst(whole, 0.998F)));
  EXPECT_FALSE(isTaken(std::vector<float>(128, 0.0F)));
  EXPECT_FALSE(isTaken({}));
  EXPECT_FALSE(isTaken(unitVector(4097, 1)));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity()}) {
    std::vector<float> numbers = whole;
    numbers[77] = bad;
    EXPECT_FALSE(isTaken(numbers)) << bad;
  }
}

TEST(EmbeddingCode, RefusesWhatIsCutOrTooLong) {
  const Bytes bytes = encodeEmbedding(unitVector(128, 4));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decodeEmbedding(ByteView(bytes).first(size))) << size;
  }
  Bytes longer = bytes;
  for (int i = 0; i < 8; ++i) {
    longer.push_back(std::byte{0});
    EXPECT_FALSE(decodeEmbedding(longer));
  }
}

TEST(EmbeddingCode, GivesOnlyVectorsOfLengthOneWhateverTheBytes) {
  std::mt19937 random(9);
  const Bytes whole = encodeEmbedding(unitVector(64, 5));
  for (int round = 0; round < 3000; ++round) {
    Bytes damaged = whole;
    for (int i = 0; i < 1 + round % 20; ++i) damaged[random() % damaged.size()] = static_cast<std::byte>(random());
    if (round % 3 == 0) damaged.resize(random() % damaged.size());
    const auto numbers = decodeEmbedding(damaged);
    if (numbers) {
      EXPECT_TRUE(isEmbedding(*numbers));
    }
  }
}

TEST(DescriptorCode, NeverTakesOneKindForTheOther) {
  vision::Descriptor counted;
  for (int i = 0; i < 256; ++i) counted.counts.push_back(static_cast<std::uint8_t>(i));
  const vision::Descriptor embedded{{}, unitVector(128, 6)};
  for (const vision::Descriptor& descriptor : {counted, embedded}) {
    const auto searchable = toSearchable(descriptor);
    ASSERT_TRUE(searchable);
    const Bytes bytes = encodeDescriptor(*searchable);
    const bool isNetworks = !descriptor.embedding.empty();
    EXPECT_EQ(decodeEmbedding(bytes).has_value(), isNetworks);
    EXPECT_EQ(decodeCounts(bytes).has_value(), !isNetworks);
    const auto back = decodeDescriptor(bytes);
    ASSERT_TRUE(back);
    ASSERT_EQ(std::holds_alternative<std::vector<float>>(*back), isNetworks);
    if (isNetworks) {
      EXPECT_EQ(std::get<1>(*back), descriptor.embedding);
    } else {
      EXPECT_EQ(std::get<0>(*back)->toDescriptor(), descriptor);
    }
  }
  EXPECT_FALSE(decodeDescriptor({}));
}

TEST(SearchableDescriptor, IsNotMadeOfWhatANetworkShouldNotGive) {
  EXPECT_TRUE(toSearchable({{}, unitVector(128, 7)}));
  for (const std::vector<float>& bad : {std::vector<float>(128, 1.0F), std::vector<float>(128, 0.0F),
                                        std::vector<float>{std::numeric_limits<float>::quiet_NaN()}}) {
    const auto refused = toSearchable({{}, bad});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("length 1"), std::string::npos) << refused.error().detail;
  }
}

}  // namespace
}  // namespace facewire::gallery
