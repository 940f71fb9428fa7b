#include "view_tile.hpp"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <new>

namespace facewire::gallery {
namespace {

constexpr std::size_t kCacheLine = 64;
/// As many bins as fillViewTile answers for with one byte.
constexpr std::size_t kStep = 16;

}  // namespace

void ViewTile::Free::operator()(std::uint8_t* bytes) const {
  std::free(bytes);
}

void ViewTile::reserve(std::size_t length) {
  if (length > capacity_ || !tile_) {
    const std::size_t bytes = (kTileViews * (length + 1) + kCacheLine - 1) / kCacheLine * kCacheLine;
    tile_.reset(static_cast<std::uint8_t*>(std::aligned_alloc(kCacheLine, bytes)));
    capacity_ = tile_ ? length : 0;
    if (!tile_) throw std::bad_alloc();
  }
  length_ = length;
  hasLarge_.resize((length + kStep - 1) / kStep);
  counts_.assign(length, 0);
}

void ViewTile::assign(std::span<const vision::Descriptor* const> views, std::size_t length) {
  assert(views.size() <= kTileViews);
  reserve(length);
  std::array<const std::uint8_t*, kTileViews> counts{};
  for (std::size_t i = 0; i < views.size(); ++i) {
    assert(views[i] == nullptr || views[i]->counts.size() == length);
    if (views[i] != nullptr) counts[i] = views[i]->counts.data();
  }
  fillViewTile(counts.data(), length, tile_.get(), hasLarge_.data());
  std::fill_n(tile_.get() + kTileViews * length, kTileViews, std::uint8_t{0});

  large_.clear();
  for (std::size_t step = 0; step < hasLarge_.size(); ++step) {
    if (hasLarge_[step] == 0) continue;
    for (std::size_t bin = step * kStep; bin < std::min(length, (step + 1) * kStep); ++bin) {
      for (std::size_t view = 0; view < views.size(); ++view) {
        if (counts[view] == nullptr || counts[view][bin] <= kLargestNibble) continue;
        large_.push_back({static_cast<std::uint32_t>(bin), static_cast<std::uint8_t>(view), counts[view][bin]});
      }
    }
  }
}

void ViewTile::sumOverlaps(const CountGroups& sample, const OverlapTables& tables, Sums& sums) {
  assert(sample.length == length_);
  sumViewRows(tile_.get(), sample, tables, sums.data());
  if (large_.empty()) return;
  sample.forEach([&](std::uint32_t bin, std::uint8_t count) { counts_[bin] = count; });
  for (const Large& large : large_) sums[large.view] += tables.row(large.count)[counts_[large.bin]];
  std::ranges::fill(counts_, std::uint8_t{0});
}

}  // namespace facewire::gallery
