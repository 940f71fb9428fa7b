#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "facewire/gallery/person.hpp"
#include "overlap.hpp"

namespace facewire::gallery {

/// Up to 256 samples as an inverted index: for each bin, who has it and how often. A probe then touches only what both
/// have. It takes a third of the room of the descriptors, which are not needed any more. Never changes.
class PostingBlock {
 public:
  static constexpr std::size_t kCapacity = 256;

  struct Member {
    SampleId sample;
    PersonId person;
    std::uint32_t sum;  ///< of all its counts
  };
  using Sums = std::array<std::uint32_t, kCapacity>;

  /// Precondition: as many members as descriptors, 1 to kCapacity, the descriptors all of one length.
  PostingBlock(std::vector<Member> members, std::span<const std::shared_ptr<const vision::Descriptor>> descriptors);

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
