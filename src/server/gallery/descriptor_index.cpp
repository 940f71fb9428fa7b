#include "facewire/gallery/descriptor_index.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

#include "overlap.hpp"
#include "posting_block.hpp"

namespace facewire::gallery {
namespace {

bool isNearer(const PersonMatch& a, const PersonMatch& b) {
  return std::tie(a.distance, a.sample) < std::tie(b.distance, b.sample);
}

/// Puts `match` where it belongs among the nearest people, each of whom is there once.
void keepNearest(std::vector<PersonMatch>& nearest, std::size_t count, const PersonMatch& match) {
  if (nearest.size() == count && !isNearer(match, nearest.back())) return;
  const auto same = std::find_if(nearest.begin(), nearest.end(),
                                 [&](const PersonMatch& other) { return other.person == match.person; });
  if (same != nearest.end()) {
    if (!isNearer(match, *same)) return;
    nearest.erase(same);
  } else if (nearest.size() == count) {
    nearest.pop_back();
  }
  nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), match, isNearer), match);
}

}  // namespace

DescriptorIndex::DescriptorIndex(int cellPixels)
    : cellPixels_(cellPixels), overlap_(std::make_shared<const std::vector<std::uint32_t>>(makeOverlapTable())) {
  assert(cellPixels > 0);
}

void DescriptorIndex::add(SampleId sample, PersonId person, std::shared_ptr<const vision::Descriptor> descriptor) {
  const std::size_t length = descriptor->counts.size();
  const std::uint32_t sum = sumOf(*descriptor);
  loose_.push_back({sample, person, std::move(descriptor), sum});
  const auto isAlike = [&](const Entry& entry) { return entry.descriptor->counts.size() == length; };
  if (std::count_if(loose_.begin(), loose_.end(), isAlike) < static_cast<std::ptrdiff_t>(PostingBlock::kCapacity))
    return;

  std::vector<PostingBlock::Member> members;
  std::vector<std::shared_ptr<const vision::Descriptor>> descriptors;
  for (const Entry& entry : loose_) {
    if (!isAlike(entry)) continue;
    members.push_back({entry.sample, entry.person, entry.sum});
    descriptors.push_back(entry.descriptor);
  }
  blocks_.push_back(std::make_shared<const PostingBlock>(std::move(members), descriptors));
  std::erase_if(loose_, isAlike);
}

template <typename IsGone>
void DescriptorIndex::removeWhere(const IsGone& isGone) {
  std::erase_if(loose_, isGone);
  for (std::shared_ptr<const PostingBlock>& block : blocks_) {
    if (std::any_of(block->members().begin(), block->members().end(), isGone)) block = block->without(isGone);
  }
  std::erase_if(blocks_, [](const auto& block) { return block->members().empty(); });
}

void DescriptorIndex::removeSample(SampleId sample) {
  removeWhere([&](const auto& entry) { return entry.sample == sample; });
}

void DescriptorIndex::removePerson(PersonId person) {
  removeWhere([&](const auto& entry) { return entry.person == person; });
}

// (a - b)^2 / (a + b) = (a + b) - 4ab / (a + b): the first part sums to what all counts do, and the second is not zero
// only in bins that both have, a tenth of them all.
std::vector<PersonMatch> DescriptorIndex::findNearest(const vision::Descriptor& probe, std::size_t count) const {
  std::vector<PersonMatch> nearest;
  if (count == 0 || probe.counts.empty()) return nearest;
  const std::vector<ProbeTerm> terms = termsOf(probe);
  const std::uint32_t probeSum = sumOf(probe);
  const auto keep = [&](const auto& entry, std::uint32_t overlap) {
    const double difference = static_cast<double>(probeSum) + entry.sum - static_cast<double>(overlap) / kOverlapUnit;
    keepNearest(nearest, count, {entry.person, entry.sample, 2.0 * std::max(0.0, difference) / cellPixels_});
  };

  for (const std::shared_ptr<const PostingBlock>& block : blocks_) {
    if (block->descriptorLength() != probe.counts.size()) continue;
    const PostingBlock::Sums overlaps = block->sumOverlaps(terms, *overlap_);
    for (std::size_t i = 0; i < block->members().size(); ++i) keep(block->members()[i], overlaps[i]);
  }
  for (const Entry& entry : loose_) {
    if (entry.descriptor->counts.size() != probe.counts.size()) continue;
    keep(entry, sumOverlap(terms, entry.descriptor->counts, *overlap_));
  }
  return nearest;
}

std::size_t DescriptorIndex::size() const {
  std::size_t size = loose_.size();
  for (const auto& block : blocks_) size += block->members().size();
  return size;
}

}  // namespace facewire::gallery
