#include "descriptor_code.hpp"

#include <vector>

namespace facewire::gallery {
namespace {

/// 2,000 cells: what 32 bits hold the overlap of.
constexpr std::uint32_t kMostBins = 2000 * 256;
constexpr std::uint32_t kGoOn = 255;

void append(Bytes& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::byte>(value >> (8 * i)));
}

/// Numbers from the front of the bytes, as long as there are any.
class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  bool isAtEnd() const { return bytes_.empty(); }

  std::optional<std::uint32_t> read(std::size_t size) {
    if (bytes_.size() < size) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= std::to_integer<std::uint32_t>(bytes_[i]) << (8 * i);
    bytes_ = bytes_.subspan(size);
    return value;
  }

  /// How many bins are passed over; at most a base's.
  std::optional<std::uint32_t> readGap() {
    std::uint32_t gap = 0;
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
      const auto part = std::to_integer<std::uint32_t>(bytes_[i]);
      gap += part;
      if (gap >= CountGroups::kBaseStep) return std::nullopt;
      if (part == kGoOn) continue;
      bytes_ = bytes_.subspan(i + 1);
      return gap;
    }
    return std::nullopt;
  }

 private:
  ByteView bytes_;
};

}  // namespace

Bytes encodeCounts(const CountGroups& counts) {
  Bytes out;
  out.reserve(16 + counts.bins.size() * 5 / 4 + 4 * counts.groups.size());
  append(out, counts.length, 4);
  for (const CountGroups::Group& group : counts.groups) {
    append(out, group.count, 1);
    append(out, group.base / CountGroups::kBaseStep, 1);
    append(out, group.end - group.begin - 1, 2);
    std::uint32_t next = 0;
    for (std::uint32_t i = group.begin; i < group.end; ++i) {
      std::uint32_t gap = counts.bins[i] - next;
      for (; gap >= kGoOn; gap -= kGoOn) append(out, kGoOn, 1);
      append(out, gap, 1);
      next = counts.bins[i] + 1U;
    }
  }
  return out;
}

std::optional<CountGroups> decodeCounts(ByteView bytes) {
  Reader reader(bytes);
  CountGroups counts;
  const auto length = reader.read(4);
  if (!length || *length > kMostBins) return std::nullopt;
  counts.length = *length;
  counts.bins.reserve(bytes.size());
  std::vector<bool> taken(counts.length);
  std::uint64_t lastGroup = 0;
  while (!reader.isAtEnd()) {
    const auto count = reader.read(1);
    const auto base = reader.read(1);
    const auto lessOne = reader.read(2);
    if (!count || !base || !lessOne || *count == 0) return std::nullopt;
    const std::uint64_t thisGroup = std::uint64_t{*base} << 8 | *count;
    if (thisGroup <= lastGroup) return std::nullopt;
    lastGroup = thisGroup;
    const auto begin = static_cast<std::uint32_t>(counts.bins.size());
    const std::uint32_t firstBin = *base * CountGroups::kBaseStep;
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i <= *lessOne; ++i) {
      const auto gap = reader.readGap();
      if (!gap) return std::nullopt;
      const std::uint32_t bin = next + *gap;
      if (bin >= CountGroups::kBaseStep || firstBin + bin >= counts.length || taken[firstBin + bin]) {
        return std::nullopt;
      }
      taken[firstBin + bin] = true;
      counts.bins.push_back(static_cast<std::uint16_t>(bin));
      next = bin + 1;
    }
    counts.groups.push_back(
        {firstBin, begin, static_cast<std::uint32_t>(counts.bins.size()), static_cast<std::uint8_t>(*count)});
    counts.sum += (*lessOne + 1) * *count;
  }
  counts.bins.shrink_to_fit();
  return counts;
}

}  // namespace facewire::gallery
