#include "posting_block.hpp"

#include <cassert>

namespace facewire::gallery {

PostingBlock::PostingBlock(std::vector<Member> members) : members_(std::move(members)) {
  assert(!members_.empty() && members_.size() <= kCapacity);
  const std::size_t length = members_.front().descriptor->counts.size();
  begins_.reserve(length + 1);
  for (std::size_t bin = 0; bin < length; ++bin) {
    begins_.push_back(static_cast<std::uint32_t>(postings_.size()));
    for (std::size_t i = 0; i < members_.size(); ++i) {
      const std::uint8_t count = members_[i].descriptor->counts[bin];
      if (count != 0) postings_.push_back({static_cast<std::uint8_t>(i), count});
    }
  }
  begins_.push_back(static_cast<std::uint32_t>(postings_.size()));
  postings_.shrink_to_fit();
}

std::shared_ptr<const PostingBlock> PostingBlock::without(const std::function<bool(const Member&)>& isGone) const {
  std::shared_ptr<PostingBlock> rest(new PostingBlock);
  std::array<bool, kCapacity> gone{};
  std::array<std::uint8_t, kCapacity> newPlace{};
  for (std::size_t i = 0; i < members_.size(); ++i) {
    gone[i] = isGone(members_[i]);
    if (gone[i]) continue;
    newPlace[i] = static_cast<std::uint8_t>(rest->members_.size());
    rest->members_.push_back(members_[i]);
  }
  rest->begins_.reserve(begins_.size());
  rest->postings_.reserve(postings_.size());
  for (std::size_t bin = 0; bin + 1 < begins_.size(); ++bin) {
    rest->begins_.push_back(static_cast<std::uint32_t>(rest->postings_.size()));
    for (std::uint32_t i = begins_[bin]; i < begins_[bin + 1]; ++i) {
      const Posting posting = postings_[i];
      if (!gone[posting.member]) rest->postings_.push_back({newPlace[posting.member], posting.count});
    }
  }
  rest->begins_.push_back(static_cast<std::uint32_t>(rest->postings_.size()));
  return rest;
}

PostingBlock::Sums PostingBlock::sumOverlaps(std::span<const ProbeTerm> terms,
                                             std::span<const std::uint32_t> table) const {
  Sums sums{};
  for (const ProbeTerm term : terms) {
    const std::uint32_t* row = &table[term.row];
    const Posting* const end = postings_.data() + begins_[term.bin + 1];
    for (const Posting* posting = postings_.data() + begins_[term.bin]; posting != end; ++posting) {
      sums[posting->member] += row[posting->count];
    }
  }
  return sums;
}

}  // namespace facewire::gallery
