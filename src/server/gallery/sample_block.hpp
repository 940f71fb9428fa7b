#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "count_groups.hpp"
#include "facewire/gallery/person.hpp"
#include "overlap.hpp"
#include "overlap_kernel.hpp"

namespace facewire::gallery {

/// One sample in the index.
struct BlockMember {
  SampleId sample;
  PersonId person;
  std::uint32_t sum;                          ///< of all its counts
  std::shared_ptr<const CountGroups> counts;  ///< nullptr in a compact block, which can give them back
};

/// Up to 256 samples by their bins: a bin that many members have is a row of nibbles, all others are postings, lists of
/// who has it and how often; counts too large for a nibble are postings as well. So a probe touches only the bins that
/// it has, and nothing is lost: the members' counts can be read back. Never changes.
class SampleBlock {
 public:
  static constexpr std::size_t kCapacity = 256;

  using Sums = std::array<std::uint32_t, kCapacity>;

  /// Postings that are scored with one count of the probe's.
  struct PostingRange {
    std::uint32_t begin;
    std::uint32_t end;
    const std::uint32_t* overlaps;
  };

  /// What a probe meets in a block. Kept by the caller, for its memory.
  struct Encounter {
    std::vector<std::uint32_t> rows;
    std::vector<RowGroup> groups;
    std::vector<PostingRange> postings;
  };

  enum class Kind {
    changing,  ///< soon built anew, with others
    ready,     ///< settled, but it keeps its members' counts, so that they need not be read back
    compact,   ///< settled, and as small as it gets
  };

  /// Precondition: 1 to kCapacity members with their counts, all of one length.
  SampleBlock(std::vector<BlockMember> members, Kind kind);

  /// What this probe meets; its bytes are asked from memory, so that they are there when they are summed: best one
  /// block ahead. Precondition: the probe is as long as the members.
  void meet(const CountGroups& probe, const OverlapTables& tables, Encounter& encounter) const;

  /// The overlap with each member, in units, in the members' order.
  void sumOverlaps(const Encounter& encounter, const OverlapTables& tables, Sums& sums) const;

  /// A member's counts; `room` is where they are put together in a compact block.
  const CountGroups& readBack(std::size_t member, CountGroups& room) const;

  const std::vector<BlockMember>& members() const { return members_; }
  Kind kind() const { return kind_; }
  std::size_t descriptorLength() const { return length_; }

  /// What it occupies, with the members' counts.
  std::size_t bytes() const;

 private:
  /// So many bins share a start, from which the rest is counted in one byte (rows) or two (postings).
  static constexpr std::size_t kSection = 128;
  static constexpr std::uint8_t kNoRow = 0xff;

  struct Section {
    std::uint32_t firstRow;
    std::uint32_t firstPosting;
  };

  struct Free {
    void operator()(std::uint8_t* bytes) const { std::free(bytes); }
  };

  void layOut(const std::vector<std::uint16_t>& owners, const std::vector<std::uint16_t>& large);
  void fill();
  std::size_t postingsBegin(std::size_t bin) const {
    const std::size_t section = bin / kSection;
    return sections_[section].firstPosting + begins_[section * (kSection + 1) + bin % kSection];
  }
  std::size_t postingsEnd(std::size_t bin) const {
    const std::size_t section = bin / kSection;
    return sections_[section].firstPosting + begins_[section * (kSection + 1) + bin % kSection + 1];
  }

  std::vector<BlockMember> members_;
  Kind kind_;
  std::size_t length_;
  std::size_t rowBytes_;
  std::size_t rowCount_ = 0;
  std::vector<Section> sections_;
  std::vector<std::uint8_t> ranks_;  ///< a bin's row, counted from its section's first; kNoRow
  std::vector<std::uint16_t>
      begins_;  ///< kSection + 1 for each section: where each bin's postings begin, and their end
  std::unique_ptr<std::uint8_t[], Free> rows_;
  std::vector<std::uint8_t> postingMembers_;  ///< ascending in each bin
  std::vector<std::uint8_t> postingCounts_;
};

}  // namespace facewire::gallery
