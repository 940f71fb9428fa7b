#include "sample_block.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <new>
#include <utility>

namespace facewire::gallery {
namespace {

constexpr std::size_t kCacheLine = 64;

std::size_t rowBytesFor(std::size_t members) {
  std::size_t bytes = 16;
  while (2 * bytes < members) bytes *= 2;
  return bytes;
}

/// A bin that more members than this have gets a row. A posting is two bytes, and costs as much time as a row's vector:
/// in a settled block the bound is chosen for memory first, elsewhere for time.
std::size_t mostPostings(std::size_t rowBytes, bool settled) {
  return settled ? rowBytes / 5 : rowBytes / 16;
}

std::size_t byteOf(std::size_t member) {
  return member / 32 * 16 + member % 16;
}

/// Into the second cache: the first one is too small for what lies between.
void fetch(const std::uint8_t* bytes) {
  __builtin_prefetch(bytes, 0, 2);
}

unsigned shiftOf(std::size_t member) {
  return member % 32 < 16 ? 0 : 4;
}

}  // namespace

SampleBlock::SampleBlock(std::vector<BlockMember> members, Kind kind)
    : members_(std::move(members)),
      kind_(kind),
      length_(members_.front().counts->length),
      rowBytes_(rowBytesFor(members_.size())) {
  assert(members_.size() <= kCapacity);
  std::vector<std::uint16_t> owners(length_);
  std::vector<std::uint16_t> large(length_);
  for (const BlockMember& member : members_) {
    assert(member.counts->length == length_);
    member.counts->forEach([&](std::uint32_t bin, std::uint8_t count) {
      ++owners[bin];
      if (count > kLargestNibble) ++large[bin];
    });
  }
  layOut(owners, large);
  fill();
  if (kind_ != Kind::compact) return;
  for (BlockMember& member : members_) member.counts.reset();
}

void SampleBlock::layOut(const std::vector<std::uint16_t>& owners, const std::vector<std::uint16_t>& large) {
  const std::size_t sections = (length_ + kSection - 1) / kSection;
  const std::size_t most = mostPostings(rowBytes_, kind_ != Kind::changing);
  sections_.resize(sections);
  ranks_.assign(length_, kNoRow);
  begins_.assign(sections * (kSection + 1), 0);
  std::uint32_t posting = 0;
  for (std::size_t section = 0; section < sections; ++section) {
    std::uint8_t rank = 0;
    std::uint16_t begin = 0;
    sections_[section] = {static_cast<std::uint32_t>(rowCount_), posting};
    std::uint16_t* begins = &begins_[section * (kSection + 1)];
    for (std::size_t i = 0; i < kSection; ++i) {
      begins[i] = begin;
      const std::size_t bin = section * kSection + i;
      if (bin >= length_) continue;
      const bool isRow = owners[bin] > most;
      if (isRow) ranks_[bin] = rank++;
      // At most 128 bins of 256 members: 16 bits hold it.
      begin = static_cast<std::uint16_t>(begin + (isRow ? large[bin] : owners[bin]));
    }
    begins[kSection] = begin;
    posting += begin;
    rowCount_ += rank;
  }
  postingMembers_.resize(posting);
  postingCounts_.resize(posting);
  const std::size_t bytes = (rowCount_ * rowBytes_ + kCacheLine - 1) / kCacheLine * kCacheLine;
  rows_.reset(static_cast<std::uint8_t*>(std::aligned_alloc(kCacheLine, std::max(bytes, kCacheLine))));
  if (!rows_) throw std::bad_alloc();
  std::memset(rows_.get(), 0, bytes);
}

void SampleBlock::fill() {
  std::vector<std::uint16_t> placed(length_);
  for (std::size_t i = 0; i < members_.size(); ++i) {
    members_[i].counts->forEach([&](std::uint32_t bin, std::uint8_t count) {
      if (ranks_[bin] != kNoRow && count <= kLargestNibble) {
        const std::size_t row = sections_[bin / kSection].firstRow + ranks_[bin];
        std::uint8_t& byte = rows_[row * rowBytes_ + byteOf(i)];
        byte = static_cast<std::uint8_t>(byte | count << shiftOf(i));
        return;
      }
      const std::size_t posting = postingsBegin(bin) + placed[bin]++;
      postingMembers_[posting] = static_cast<std::uint8_t>(i);
      postingCounts_[posting] = count;
    });
  }
}

void SampleBlock::meet(const CountGroups& probe, const OverlapTables& tables, Encounter& encounter) const {
  assert(probe.length == length_);
  encounter.rows.resize(probe.bins.size() + 1);
  encounter.postings.resize(probe.bins.size() + 1);
  encounter.groups.clear();
  const Section* const sections = sections_.data();
  const std::uint8_t* const ranks = ranks_.data();
  const std::uint8_t* const rows = rows_.get();
  std::uint32_t* row = encounter.rows.data();
  PostingRange* posting = encounter.postings.data();
  for (const CountGroups::Group& group : probe.groups) {
    const auto begin = static_cast<std::uint32_t>(row - encounter.rows.data());
    const std::uint32_t* overlaps = tables.row(group.count);
    // Without branches, which would be guessed wrong as often as right: each place is written, and kept if it counts.
    for (std::uint32_t i = group.begin; i < group.end; ++i) {
      const std::size_t bin = group.base + probe.bins[i];
      const std::size_t section = bin / kSection;
      const Section first = sections[section];
      const std::uint8_t rank = ranks[bin];
      const std::uint32_t number = rank != kNoRow ? first.firstRow + rank : 0;
      *row = number;
      row += rank != kNoRow ? 1 : 0;
      for (std::size_t at = 0; at < rowBytes_; at += kCacheLine) fetch(rows + number * rowBytes_ + at);
      const std::uint16_t* begins = begins_.data() + section * (kSection + 1) + bin % kSection;
      *posting = {first.firstPosting + begins[0], first.firstPosting + begins[1], overlaps};
      fetch(postingMembers_.data() + posting->begin);
      fetch(postingCounts_.data() + posting->begin);
      posting += begins[0] != begins[1] ? 1 : 0;
    }
    const auto end = static_cast<std::uint32_t>(row - encounter.rows.data());
    if (end > begin) encounter.groups.push_back({begin, end, group.count});
  }
  encounter.rows.resize(static_cast<std::size_t>(row - encounter.rows.data()));
  encounter.postings.resize(static_cast<std::size_t>(posting - encounter.postings.data()));
}

void SampleBlock::sumOverlaps(const Encounter& encounter, const OverlapTables& tables, Sums& sums) const {
  sums.fill(0);
  sumNibbleRows({rows_.get(), rowBytes_}, encounter.rows, encounter.groups, tables, sums.data());
  const std::uint8_t* const members = postingMembers_.data();
  const std::uint8_t* const counts = postingCounts_.data();
  for (const PostingRange range : encounter.postings) {
    for (std::uint32_t i = range.begin; i < range.end; ++i) sums[members[i]] += range.overlaps[counts[i]];
  }
}

const CountGroups& SampleBlock::readBack(std::size_t member, CountGroups& room) const {
  if (members_[member].counts) return *members_[member].counts;
  std::vector<std::pair<std::uint32_t, std::uint8_t>> entries;
  entries.reserve(length_ / 4);
  const std::uint8_t* column = rows_.get() + byteOf(member);
  const unsigned shift = shiftOf(member);
  const auto wanted = static_cast<int>(member);
  for (std::size_t section = 0; section < sections_.size(); ++section) {
    const std::size_t firstBin = section * kSection;
    const std::size_t lastBin = std::min(firstBin + kSection, length_);
    std::array<std::uint8_t, kSection> counts{};
    for (std::size_t bin = firstBin; bin < lastBin; ++bin) {
      const std::uint8_t rank = ranks_[bin];
      const std::size_t row = rank == kNoRow ? 0 : sections_[section].firstRow + rank;
      const unsigned count = rowCount_ == 0 ? 0U : column[row * rowBytes_] >> shift & 15U;
      counts[bin - firstBin] = static_cast<std::uint8_t>(rank == kNoRow ? 0U : count);
    }
    // The section's postings are searched as one list; where one is found says its bin.
    const std::size_t begin = postingsBegin(firstBin);
    const std::uint16_t* begins = &begins_[section * (kSection + 1)];
    const std::size_t size = begins[kSection];
    std::size_t at = 0;
    std::size_t bin = 0;
    while (at < size) {
      const void* hit = std::memchr(&postingMembers_[begin + at], wanted, size - at);
      if (hit == nullptr) break;
      at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(hit) - &postingMembers_[begin]);
      while (begins[bin + 1] <= at) ++bin;
      counts[bin] = postingCounts_[begin + at];
      ++at;
    }
    for (std::size_t i = 0; i < lastBin - firstBin; ++i) {
      if (counts[i] != 0) entries.emplace_back(static_cast<std::uint32_t>(firstBin + i), counts[i]);
    }
  }
  room.assign(entries, static_cast<std::uint32_t>(length_));
  return room;
}

std::size_t SampleBlock::bytes() const {
  std::size_t bytes = sizeof *this + members_.capacity() * sizeof(BlockMember) +
                      sections_.capacity() * sizeof(Section) + ranks_.capacity() +
                      begins_.capacity() * sizeof(std::uint16_t) + rowCount_ * rowBytes_ + postingMembers_.capacity() +
                      postingCounts_.capacity();
  for (const BlockMember& member : members_) {
    if (!member.counts) continue;
    bytes += sizeof(CountGroups) + member.counts->bins.capacity() * sizeof(std::uint16_t) +
             member.counts->groups.capacity() * sizeof(CountGroups::Group);
  }
  return bytes;
}

}  // namespace facewire::gallery
