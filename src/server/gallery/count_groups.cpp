#include "count_groups.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace facewire::gallery {
namespace {

constexpr std::size_t kCounts = 256;

/// Calls `visit(bin, count)` for the bins from `begin` to `end` that are not zero; eight empty ones cost one look.
template <typename Visit>
void forEachCount(const std::vector<std::uint8_t>& counts, std::size_t begin, std::size_t end, const Visit& visit) {
  std::size_t bin = begin;
  if constexpr (std::endian::native == std::endian::little) {
    for (; bin + 8 <= end; bin += 8) {
      std::uint64_t word;
      std::memcpy(&word, &counts[bin], sizeof word);
      while (word != 0) {
        const int shift = std::countr_zero(word) & ~7;
        visit(bin + static_cast<std::size_t>(shift) / 8, static_cast<std::uint8_t>(word >> shift));
        word &= ~(std::uint64_t{0xff} << shift);
      }
    }
  }
  for (; bin < end; ++bin) {
    if (counts[bin] != 0) visit(bin, counts[bin]);
  }
}

/// A counting sort of the bins from one base on. `forEachOf(visit)` gives them, twice.
template <typename ForEachOf>
void appendBase(CountGroups& out, std::uint32_t base, const ForEachOf& forEachOf) {
  std::array<std::uint32_t, kCounts> places{};
  forEachOf([&](std::size_t, std::uint8_t count) { ++places[count]; });
  auto begin = static_cast<std::uint32_t>(out.bins.size());
  for (std::size_t count = 1; count < kCounts; ++count) {
    const std::uint32_t size = places[count];
    places[count] = begin;
    if (size == 0) continue;
    out.groups.push_back({base, begin, begin + size, static_cast<std::uint8_t>(count)});
    out.sum += size * static_cast<std::uint32_t>(count);
    begin += size;
  }
  out.bins.resize(begin);
  forEachOf(
      [&](std::size_t bin, std::uint8_t count) { out.bins[places[count]++] = static_cast<std::uint16_t>(bin - base); });
}

}  // namespace

void CountGroups::assign(const vision::Descriptor& descriptor) {
  bins.clear();
  groups.clear();
  sum = 0;
  length = static_cast<std::uint32_t>(descriptor.counts.size());
  for (std::uint32_t base = 0; base < length; base += kBaseStep) {
    const std::size_t end = std::min<std::size_t>(length, std::size_t{base} + kBaseStep);
    appendBase(*this, base, [&](const auto& visit) { forEachCount(descriptor.counts, base, end, visit); });
  }
}

void CountGroups::assign(std::span<const std::pair<std::uint32_t, std::uint8_t>> entries, std::uint32_t binsInAll) {
  bins.clear();
  groups.clear();
  sum = 0;
  length = binsInAll;
  while (!entries.empty()) {
    const std::uint32_t base = entries.front().first / kBaseStep * kBaseStep;
    const auto isBelow = [&](const auto& entry) { return entry.first - base < kBaseStep; };
    const auto part = entries.first(
        static_cast<std::size_t>(std::partition_point(entries.begin(), entries.end(), isBelow) - entries.begin()));
    appendBase(*this, base, [&](const auto& visit) {
      for (const auto& [bin, count] : part) visit(bin, count);
    });
    entries = entries.subspan(part.size());
  }
}

vision::Descriptor CountGroups::toDescriptor() const {
  vision::Descriptor descriptor;
  descriptor.counts.resize(length);
  forEach([&](std::uint32_t bin, std::uint8_t count) { descriptor.counts[bin] = count; });
  return descriptor;
}

}  // namespace facewire::gallery
