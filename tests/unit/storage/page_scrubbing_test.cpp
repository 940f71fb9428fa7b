#include "page_scrubbing.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace facewire::storage {
namespace {

using Page = std::vector<std::byte>;

/// All bytes 0xAA.
Page stalePage() {
  return Page(1024, std::byte{0xAA});
}

void write16(Page& page, std::size_t at, std::size_t value) {
  page[at] = static_cast<std::byte>(value >> 8);
  page[at + 1] = static_cast<std::byte>(value & 255);
}

/// The header of a leaf of a table at `at`: how many cells there are, where they begin, and the first free block.
void writeHeader(Page& page, std::size_t at, std::size_t cells, std::size_t begin, std::size_t freeBlock = 0) {
  page[at] = std::byte{13};
  write16(page, at + 1, freeBlock);
  write16(page, at + 3, cells);
  write16(page, at + 5, begin);
}

/// Where the page has zeros, as (begin, end).
std::vector<std::pair<std::size_t, std::size_t>> zerosOf(const Page& page) {
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  for (std::size_t i = 0; i < page.size(); ++i) {
    if (page[i] != std::byte{0}) continue;
    if (ranges.empty() || ranges.back().second != i) ranges.emplace_back(i, i);
    ranges.back().second = i + 1;
  }
  std::erase_if(ranges, [](const auto& range) { return range.second - range.first < 4; });
  return ranges;
}

using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;

TEST(PageScrubbing, ClearsTheGapBetweenPointersAndCells) {
  Page page = stalePage();
  writeHeader(page, 0, 3, 700);
  scrubPage(page, 2);
  EXPECT_EQ(zerosOf(page), (Ranges{{8 + 6, 700}}));
}

TEST(PageScrubbing, KnowsThatTheFirstPageBeginsWithTheDatabaseHeader) {
  Page page = stalePage();
  writeHeader(page, 100, 3, 700);
  scrubPage(page, 1);
  EXPECT_EQ(zerosOf(page), (Ranges{{108 + 6, 700}}));
}

TEST(PageScrubbing, KnowsThatInteriorPagesHaveLongerHeaders) {
  Page page = stalePage();
  writeHeader(page, 0, 3, 700);
  page[0] = std::byte{2};
  scrubPage(page, 2);
  EXPECT_EQ(zerosOf(page), (Ranges{{12 + 6, 700}}));
}

TEST(PageScrubbing, ClearsFreeBlocksButForTheirHeaders) {
  Page page = stalePage();
  writeHeader(page, 0, 3, 700, 800);
  write16(page, 800, 900);
  write16(page, 802, 50);
  write16(page, 900, 0);
  write16(page, 902, 20);
  scrubPage(page, 2);
  EXPECT_EQ(zerosOf(page), (Ranges{{8 + 6, 700}, {804, 850}, {904, 920}}));
}

TEST(PageScrubbing, LeavesOtherPagesAndImpossibleOnesAlone) {
  Page overflow = stalePage();
  write16(overflow, 0, 0);
  const Page before = overflow;
  scrubPage(overflow, 2);
  EXPECT_EQ(overflow, before);

  for (const std::size_t begin : {std::size_t{10}, std::size_t{0}, std::size_t{1025}}) {
    Page page = stalePage();
    writeHeader(page, 0, 3, begin);
    const Page impossible = page;
    scrubPage(page, 2);
    EXPECT_EQ(page, impossible) << begin;
  }
  Page loop = stalePage();
  writeHeader(loop, 0, 3, 700, 800);
  write16(loop, 800, 800);
  write16(loop, 802, 50);
  scrubPage(loop, 2);
  EXPECT_EQ(zerosOf(loop), (Ranges{{8 + 6, 700}, {804, 850}}));
}

/// Behind so many pages, the number that an overflow page begins with could look like the mark of a b-tree page.
TEST(PageScrubbing, LeavesPagesAloneWhoseKindIsNotCertain) {
  Page page = stalePage();
  writeHeader(page, 0, 3, 700);
  const Page before = page;
  scrubPage(page, std::size_t{2} << 24);
  EXPECT_EQ(page, before);
}

}  // namespace
}  // namespace facewire::storage
