#include "overlap.hpp"

#include <cmath>

namespace facewire::gallery {

OverlapTables::OverlapTables() : table_(kCounts * kCounts), shuffles_(kCounts * kShuffleBytes) {
  for (std::size_t a = 1; a < kCounts; ++a) {
    for (std::size_t b = 1; b < kCounts; ++b) {
      const double overlap = 4.0 * static_cast<double>(a * b) / static_cast<double>(a + b);
      table_[kCounts * a + b] = static_cast<std::uint32_t>(std::lround(overlap * kOverlapUnit));
    }
    for (std::size_t b = 0; b <= kLargestNibble; ++b) {
      for (std::size_t part = 0; part < 3; ++part) {
        shuffles_[kShuffleBytes * a + 16 * part + b] =
            static_cast<std::uint8_t>(table_[kCounts * a + b] >> (6 * part) & 63U);
      }
    }
  }
}

}  // namespace facewire::gallery
