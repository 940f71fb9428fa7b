#include "count_groups.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace facewire::gallery {
namespace {

constexpr std::size_t kCounts = 256;

/// A bin and its count in one number, the bin from the base on.
constexpr std::uint32_t entryOf(std::size_t bin, std::uint8_t count) {
  return static_cast<std::uint32_t>(bin) << 8 | count;
}

/// The bins from `begin` to `end` that are not zero, eight empty ones at one look. `out` has room for all; gives the
/// number that there are.
std::size_t listEntries(std::span<const std::uint8_t> counts, std::uint32_t* out) {
  std::uint32_t* const first = out;
  std::size_t bin = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (; bin + 8 <= counts.size(); bin += 8) {
      std::uint64_t word;
      std::memcpy(&word, &counts[bin], sizeof word);
      while (word != 0) {
        const int shift = std::countr_zero(word) & ~7;
        *out++ = entryOf(bin + static_cast<std::size_t>(shift) / 8, static_cast<std::uint8_t>(word >> shift));
        word &= ~(std::uint64_t{0xff} << shift);
      }
    }
  }
  for (; bin < counts.size(); ++bin) {
    if (counts[bin] != 0) *out++ = entryOf(bin, counts[bin]);
  }
  return static_cast<std::size_t>(out - first);
}

/// A counting sort of the bins from one base on.
void appendBase(CountGroups& out, std::uint32_t base, std::span<const std::uint32_t> entries) {
  std::array<std::uint32_t, kCounts> places{};
  for (const std::uint32_t entry : entries) ++places[entry & 0xff];
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
  std::uint16_t* const bins = out.bins.data();
  for (const std::uint32_t entry : entries) bins[places[entry & 0xff]++] = static_cast<std::uint16_t>(entry >> 8);
}

}  // namespace

void CountGroups::assign(const vision::Descriptor& descriptor) {
  std::vector<std::uint32_t> room;
  assign(descriptor, room);
}

void CountGroups::assign(const vision::Descriptor& descriptor, std::vector<std::uint32_t>& room) {
  bins.clear();
  groups.clear();
  sum = 0;
  length = static_cast<std::uint32_t>(descriptor.counts.size());
  const std::span<const std::uint8_t> counts(descriptor.counts);
  // One look through the counts, which are many and mostly empty, instead of the sort's two.
  const auto used =
      static_cast<std::size_t>(std::ranges::count_if(counts, [](std::uint8_t count) { return count != 0; }));
  if (room.size() < used) room.resize(used);
  for (std::uint32_t base = 0; base < length; base += kBaseStep) {
    const auto part = counts.subspan(base, std::min<std::size_t>(length - base, kBaseStep));
    appendBase(*this, base, std::span(room.data(), listEntries(part, room.data())));
  }
}

void CountGroups::assign(std::span<const std::pair<std::uint32_t, std::uint8_t>> entries, std::uint32_t binsInAll) {
  bins.clear();
  groups.clear();
  sum = 0;
  length = binsInAll;
  std::vector<std::uint32_t> ofBase;
  while (!entries.empty()) {
    const std::uint32_t base = entries.front().first / kBaseStep * kBaseStep;
    const auto isBelow = [&](const auto& entry) { return entry.first - base < kBaseStep; };
    const auto part = entries.first(
        static_cast<std::size_t>(std::partition_point(entries.begin(), entries.end(), isBelow) - entries.begin()));
    ofBase.clear();
    for (const auto& [bin, count] : part) ofBase.push_back(entryOf(bin - base, count));
    appendBase(*this, base, ofBase);
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
