#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "facewire/gallery/descriptor_index.hpp"
#include "overlap.hpp"

namespace facewire::gallery {

/// Up to 256 samples as an inverted index: for each bin, who has it and how often. A probe then touches only what both
/// have, in order to find the nearest; the descriptors stay, to measure those few again. Never changes.
class PostingBlock {
 public:
  static constexpr std::size_t kCapacity = 256;

  using Member = BlockMember;
  using Sums = std::array<std::uint32_t, kCapacity>;

  /// Precondition: 1 to kCapacity members, their descriptors all of one length.
  explicit PostingBlock(std::vector<Member> members);

  /// The block without the members that `isGone` names.
  std::shared_ptr<const PostingBlock> without(const std::function<bool(const Member&)>& isGone) const;

  /// The overlap with each member, in units, in the members' order.
  Sums sumOverlaps(std::span<const ProbeTerm> terms, std::span<const std::uint32_t> table) const;

  const std::vector<Member>& members() const { return members_; }
  std::size_t descriptorLength() const { return begins_.size() - 1; }

 private:
  struct Posting {
    std::uint8_t member;
    std::uint8_t count;
  };

  PostingBlock() = default;

  std::vector<Member> members_;
  std::vector<std::uint32_t> begins_;  ///< where each bin's postings begin, and at the end, where they end
  std::vector<Posting> postings_;
};

}  // namespace facewire::gallery
