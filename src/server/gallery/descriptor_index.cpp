#include "facewire/gallery/descriptor_index.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <map>
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

/// How many samples are measured from every view, and how many of one person's at most, so that there are others to
/// compare with.
constexpr std::size_t kMeasuredAgain = 32;
constexpr std::size_t kMeasuredOfOne = 8;

struct Candidate {
  const PostingBlock::Member* member;
  double distance;
};

/// Brings those that are worth measuring again to the front, and says how many they are.
std::size_t keepPromising(std::vector<Candidate>& candidates, std::size_t people) {
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    return std::tie(a.distance, a.member->sample) < std::tie(b.distance, b.member->sample);
  });
  const std::size_t most = std::max(kMeasuredAgain, kMeasuredOfOne * people);
  std::map<PersonId, std::size_t> taken;
  std::vector<Candidate> rest;
  std::size_t kept = 0;
  for (const Candidate& candidate : candidates) {
    if (kept < most && taken[candidate.member->person]++ < kMeasuredOfOne) {
      candidates[kept++] = candidate;
    } else {
      rest.push_back(candidate);
    }
  }
  std::ranges::copy(rest, candidates.begin() + static_cast<std::ptrdiff_t>(kept));
  return kept;
}

}  // namespace

DescriptorIndex::DescriptorIndex(int cellPixels)
    : cellPixels_(cellPixels), overlap_(std::make_shared<const std::vector<std::uint32_t>>(makeOverlapTable())) {
  assert(cellPixels > 0);
}

void DescriptorIndex::add(SampleId sample, PersonId person, std::shared_ptr<const vision::Descriptor> descriptor) {
  const std::size_t length = descriptor->counts.size();
  const std::uint32_t sum = sumOf(*descriptor);
  loose_.push_back({sample, person, sum, std::move(descriptor)});
  const auto isAlike = [&](const PostingBlock::Member& entry) { return entry.descriptor->counts.size() == length; };
  if (std::count_if(loose_.begin(), loose_.end(), isAlike) < static_cast<std::ptrdiff_t>(PostingBlock::kCapacity))
    return;

  std::vector<PostingBlock::Member> members;
  std::ranges::copy_if(loose_, std::back_inserter(members), isAlike);
  blocks_.push_back(std::make_shared<const PostingBlock>(std::move(members)));
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
template <typename Keep>
void DescriptorIndex::measureAll(const vision::Descriptor& probe, const Keep& keep) const {
  if (probe.counts.empty()) return;
  const std::vector<ProbeTerm> terms = termsOf(probe);
  const std::uint32_t probeSum = sumOf(probe);
  for (const std::shared_ptr<const PostingBlock>& block : blocks_) {
    if (block->descriptorLength() != probe.counts.size()) continue;
    const PostingBlock::Sums overlaps = block->sumOverlaps(terms, *overlap_);
    for (std::size_t i = 0; i < block->members().size(); ++i) {
      const PostingBlock::Member& member = block->members()[i];
      keep(member, distanceOf(probeSum, member.sum, overlaps[i]));
    }
  }
  for (const PostingBlock::Member& member : loose_) {
    if (member.descriptor->counts.size() != probe.counts.size()) continue;
    keep(member, distanceOf(probeSum, member.sum, sumOverlap(terms, member.descriptor->counts, *overlap_)));
  }
}

double DescriptorIndex::distanceOf(std::uint32_t probeSum, std::uint32_t memberSum, std::uint32_t overlap) const {
  const double difference = static_cast<double>(probeSum) + memberSum - static_cast<double>(overlap) / kOverlapUnit;
  return 2.0 * std::max(0.0, difference) / cellPixels_;
}

std::vector<PersonMatch> DescriptorIndex::findNearest(const vision::Descriptor& probe, std::size_t count) const {
  std::vector<PersonMatch> nearest;
  if (count == 0) return nearest;
  measureAll(probe, [&](const PostingBlock::Member& member, double distance) {
    keepNearest(nearest, count, {member.person, member.sample, distance});
  });
  return nearest;
}

std::vector<PersonMatch> DescriptorIndex::findNearestByViews(std::span<const vision::Descriptor> views,
                                                             std::size_t count) const {
  return findNearestByViews(views, count, [](const PersonMatch&) { return true; });
}

std::vector<PersonMatch> DescriptorIndex::findNearestByViews(std::span<const vision::Descriptor> views,
                                                             std::size_t count, const Admits& admits) const {
  if (views.empty() || count == 0) return {};
  std::vector<Candidate> candidates;
  measureAll(views.front(), [&](const PostingBlock::Member& member, double distance) {
    if (admits({member.person, member.sample, distance})) candidates.push_back({&member, distance});
  });
  const std::size_t measured = std::min(keepPromising(candidates, count), candidates.size());

  for (const vision::Descriptor& view : views.subspan(1)) {
    const std::vector<ProbeTerm> terms = termsOf(view);
    const std::uint32_t viewSum = sumOf(view);
    for (Candidate& candidate : std::span(candidates).first(measured)) {
      const PostingBlock::Member& member = *candidate.member;
      if (member.descriptor->counts.size() != view.counts.size()) continue;
      const std::uint32_t overlap = sumOverlap(terms, member.descriptor->counts, *overlap_);
      candidate.distance = std::min(candidate.distance, distanceOf(viewSum, member.sum, overlap));
    }
  }
  std::vector<PersonMatch> nearest;
  for (const Candidate& candidate : candidates)
    keepNearest(nearest, count, {candidate.member->person, candidate.member->sample, candidate.distance});
  return nearest;
}

std::size_t DescriptorIndex::size() const {
  std::size_t size = loose_.size();
  for (const auto& block : blocks_) size += block->members().size();
  return size;
}

}  // namespace facewire::gallery
