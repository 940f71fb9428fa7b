#include "overlap.hpp"

#include <cmath>
#include <numeric>

namespace facewire::gallery {

std::vector<std::uint32_t> makeOverlapTable() {
  std::vector<std::uint32_t> table(kCounts * kCounts);
  for (std::size_t a = 1; a < kCounts; ++a) {
    for (std::size_t b = 1; b < kCounts; ++b) {
      const double overlap = 4.0 * static_cast<double>(a * b) / static_cast<double>(a + b);
      table[kCounts * a + b] = static_cast<std::uint32_t>(std::lround(overlap * kOverlapUnit));
    }
  }
  return table;
}

std::vector<ProbeTerm> termsOf(const vision::Descriptor& probe) {
  std::vector<ProbeTerm> terms;
  for (std::size_t bin = 0; bin < probe.counts.size(); ++bin) {
    if (probe.counts[bin] == 0) continue;
    terms.push_back({static_cast<std::uint32_t>(bin), static_cast<std::uint32_t>(kCounts * probe.counts[bin])});
  }
  return terms;
}

std::uint32_t sumOf(const vision::Descriptor& descriptor) {
  return std::accumulate(descriptor.counts.begin(), descriptor.counts.end(), std::uint32_t{0});
}

std::uint32_t sumOverlap(std::span<const ProbeTerm> terms, std::span<const std::uint8_t> counts,
                         std::span<const std::uint32_t> table) {
  std::uint32_t sum = 0;
  for (const ProbeTerm term : terms) sum += table[term.row + counts[term.bin]];
  return sum;
}

}  // namespace facewire::gallery
