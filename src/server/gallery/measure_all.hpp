#pragma once

#include "facewire/gallery/descriptor_index.hpp"
#include "search_scratch.hpp"

namespace facewire::gallery {

// (a - b)^2 / (a + b) = (a + b) - 4ab / (a + b): the first part sums to what all counts do, and the second is not zero
// only in bins that both have, a tenth of them all.
template <typename Keep>
void DescriptorIndex::measureAll(SearchScratch& scratch, const Keep& keep) const {
  const CountGroups& probe = scratch.probe;
  if (probe.length == 0) return;
  scratch.blocks.clear();
  for (const std::shared_ptr<const SampleBlock>& block : blocks_) {
    if (block->descriptorLength() == probe.length) scratch.blocks.push_back(block.get());
  }
  for (std::size_t next = 0; next <= scratch.blocks.size(); ++next) {
    if (next < scratch.blocks.size()) scratch.blocks[next]->meet(probe, tools_->tables, scratch.encounters[next % 2]);
    if (next == 0) continue;
    const SampleBlock& block = *scratch.blocks[next - 1];
    block.sumOverlaps(scratch.encounters[(next - 1) % 2], tools_->tables, scratch.sums);
    for (std::size_t i = 0; i < block.members().size(); ++i) {
      const BlockMember& member = block.members()[i];
      keep(block, i, PersonMatch{member.person, member.sample, distanceOf(probe.sum, member.sum, scratch.sums[i])});
    }
  }
}

}  // namespace facewire::gallery
