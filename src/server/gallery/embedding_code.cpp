#include "embedding_code.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "embedding_block.hpp"
#include "words.hpp"

namespace facewire::gallery {
namespace {

static_assert(std::numeric_limits<float>::is_iec559 && sizeof(float) == sizeof(std::uint32_t));

constexpr std::uint32_t kMark = 0x31424d45;  // "EMB1"
constexpr double kTolerance = 1e-3;

}  // namespace

Bytes encodeEmbedding(std::span<const float> embedding) {
  Bytes out;
  out.reserve(kWord * (2 + embedding.size()));
  appendWord(out, kMark);
  appendWord(out, static_cast<std::uint32_t>(embedding.size()));
  for (const float number : embedding) appendWord(out, std::bit_cast<std::uint32_t>(number));
  return out;
}

bool isEmbedding(std::span<const float> numbers) {
  if (!isDirection(numbers)) return false;
  double squaredLength = 0;
  for (const float number : numbers) squaredLength += double{number} * double{number};
  return std::abs(std::sqrt(squaredLength) - 1) <= kTolerance;
}

std::optional<std::vector<float>> decodeEmbedding(ByteView bytes) {
  if (bytes.size() < 2 * kWord || bytes.size() % kWord != 0 || wordAt(bytes, 0) != kMark) return std::nullopt;
  const std::size_t count = bytes.size() / kWord - 2;
  if (wordAt(bytes, 1) != count) return std::nullopt;
  std::vector<float> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = std::bit_cast<float>(wordAt(bytes, i + 2));
  if (!isEmbedding(numbers)) return std::nullopt;
  return numbers;
}

}  // namespace facewire::gallery
