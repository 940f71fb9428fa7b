#include "facewire/gallery/descriptor_index.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

#include "facewire/base/parallel.hpp"
#include "measure_all.hpp"
#include "nearest_people.hpp"

namespace facewire::gallery {
namespace {

using SharedBlock = std::shared_ptr<const SampleBlock>;

/// Blocks of fewer samples are built anew when one is added.
constexpr std::size_t kSmallBlock = 32;

/// Moves the members of those blocks to the end of `members`.
template <typename IsTaken>
void takeMembers(std::vector<SharedBlock>& blocks, std::vector<BlockMember>& members, const IsTaken& isTaken) {
  for (const SharedBlock& block : blocks) {
    if (isTaken(*block)) members.insert(members.end(), block->members().begin(), block->members().end());
  }
  std::erase_if(blocks, [&](const SharedBlock& block) { return isTaken(*block); });
}

/// So many settled blocks keep their members' counts: a small gallery is as fast as it gets, and a large one, of which
/// they are a small part, as small.
constexpr std::size_t kReadyBlocks = 4;

bool isSettled(const SampleBlock& block) {
  return block.kind() != SampleBlock::Kind::changing;
}

/// Full blocks from the front of `members`, as many as there are, the first `ready` of them ready.
std::vector<SharedBlock> settle(const std::vector<BlockMember>& members, std::size_t ready) {
  std::vector<SharedBlock> blocks(members.size() / SampleBlock::kCapacity);
  forEachInParallel(blocks.size(), [&](std::size_t i) {
    const auto begin = members.begin() + static_cast<std::ptrdiff_t>(i * SampleBlock::kCapacity);
    blocks[i] = std::make_shared<const SampleBlock>(
        std::vector<BlockMember>(begin, begin + static_cast<std::ptrdiff_t>(SampleBlock::kCapacity)),
        i < ready ? SampleBlock::Kind::ready : SampleBlock::Kind::compact);
  });
  return blocks;
}

}  // namespace

DescriptorIndex::DescriptorIndex(int cellPixels) : cellPixels_(cellPixels), tools_(std::make_shared<SearchTools>()) {
  assert(cellPixels > 0);
}

void DescriptorIndex::add(SampleId sample, PersonId person, std::shared_ptr<const vision::Descriptor> descriptor) {
  auto counts = std::make_shared<CountGroups>();
  counts->assign(*descriptor);
  const std::uint32_t sum = counts->sum;
  insert({BlockMember{sample, person, sum, std::move(counts)}});
}

void DescriptorIndex::addAll(std::vector<Entry> entries) {
  std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return entry.counts->length; });
  std::vector<BlockMember> members;
  for (Entry& entry : entries) {
    if (!members.empty() && members.back().counts->length != entry.counts->length) {
      insert(std::exchange(members, {}));
    }
    const std::uint32_t sum = entry.counts->sum;
    members.push_back({entry.sample, entry.person, sum, std::move(entry.counts)});
  }
  if (!members.empty()) insert(std::move(members));
}

/// The small block takes the new ones; when it is no longer small, it goes into the growing one, and that settles when
/// it is full.
void DescriptorIndex::insert(std::vector<BlockMember> members) {
  const std::size_t length = members.front().counts->length;
  const auto changes = [&](const SampleBlock& block) {
    return !isSettled(block) && block.descriptorLength() == length;
  };
  takeMembers(blocks_, members,
              [&](const SampleBlock& block) { return changes(block) && block.members().size() < kSmallBlock; });
  if (members.size() >= kSmallBlock) takeMembers(blocks_, members, changes);

  const auto ready = static_cast<std::size_t>(std::ranges::count_if(
      blocks_, [](const SharedBlock& block) { return block->kind() == SampleBlock::Kind::ready; }));
  const std::vector<SharedBlock> full = settle(members, kReadyBlocks - std::min(ready, kReadyBlocks));
  blocks_.insert(blocks_.end(), full.begin(), full.end());
  members.erase(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(full.size() * SampleBlock::kCapacity));
  if (!members.empty())
    blocks_.push_back(std::make_shared<const SampleBlock>(std::move(members), SampleBlock::Kind::changing));
}

template <typename IsGone>
void DescriptorIndex::removeWhere(const IsGone& isGone) {
  std::vector<std::vector<BlockMember>> left;
  for (SharedBlock& block : blocks_) {
    if (std::ranges::none_of(block->members(), isGone)) continue;
    std::vector<BlockMember> rest;
    for (std::size_t i = 0; i < block->members().size(); ++i) {
      const BlockMember& member = block->members()[i];
      if (isGone(member)) continue;
      rest.push_back(member);
      if (rest.back().counts) continue;
      auto counts = std::make_shared<CountGroups>();
      block->readBack(i, *counts);
      rest.back().counts = std::move(counts);
    }
    const bool staysSettled = isSettled(*block) && rest.size() >= SampleBlock::kCapacity / 2;
    const SampleBlock::Kind kind = block->kind();
    block = staysSettled ? std::make_shared<const SampleBlock>(std::move(rest), kind) : nullptr;
    if (!staysSettled && !rest.empty()) left.push_back(std::move(rest));
  }
  std::erase(blocks_, nullptr);
  for (std::vector<BlockMember>& members : left) insert(std::move(members));
}

void DescriptorIndex::removeSample(SampleId sample) {
  removeWhere([&](const BlockMember& member) { return member.sample == sample; });
}

void DescriptorIndex::removePerson(PersonId person) {
  removeWhere([&](const BlockMember& member) { return member.person == person; });
}

double DescriptorIndex::distanceOf(std::uint32_t probeSum, std::uint32_t memberSum, std::uint32_t overlap) const {
  const double difference = static_cast<double>(probeSum) + memberSum - static_cast<double>(overlap) / kOverlapUnit;
  return 2.0 * std::max(0.0, difference) / cellPixels_;
}

std::vector<PersonMatch> DescriptorIndex::findNearest(const vision::Descriptor& probe, std::size_t count) const {
  std::vector<PersonMatch> nearest;
  if (count == 0) return nearest;
  const auto scratch = tools_->scratches.take();
  scratch->probe.assign(probe, scratch->entries);
  measureAll(*scratch,
             [&](const SampleBlock&, std::size_t, const PersonMatch& match) { keepNearest(nearest, count, match); });
  return nearest;
}

std::size_t DescriptorIndex::size() const {
  std::size_t size = 0;
  for (const SharedBlock& block : blocks_) size += block->members().size();
  return size;
}

std::size_t DescriptorIndex::bytes() const {
  std::size_t bytes = 0;
  for (const SharedBlock& block : blocks_) bytes += block->bytes();
  return bytes;
}

}  // namespace facewire::gallery
