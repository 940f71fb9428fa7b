#include "facewire/gallery/embedding_index.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "best_people.hpp"
#include "embedding_block.hpp"

namespace facewire::gallery {
namespace {

using SharedBlock = std::shared_ptr<const EmbeddingBlock>;

/// Blocks of fewer samples are built anew when one is added.
constexpr std::size_t kSmallBlock = 32;

/// A probe of each view that has the first one's length, the views numbered from `first` on, or all alike.
void appendProbes(std::vector<EmbeddingProbe>& probes, std::span<const vision::Descriptor> views, bool areAlike,
                  std::size_t first) {
  for (std::size_t i = 0; i < views.size(); ++i) {
    const std::vector<float>& embedding = views[i].embedding;
    if (!isDirection(embedding) || (!probes.empty() && probes.front().length != embedding.size())) continue;
    probes.emplace_back(embedding, areAlike ? first : first + i);
  }
}

}  // namespace

void EmbeddingIndex::add(SampleId sample, PersonId person, std::span<const float> embedding) {
  auto block = std::make_shared<EmbeddingBlock>(embedding.size(), 1, false);
  block->append(sample, person, embedding);
  insert({{std::move(block), 0}});
}

void EmbeddingIndex::addAll(std::span<const Entry> entries) {
  std::vector<const Entry*> byLength;
  byLength.reserve(entries.size());
  for (const Entry& entry : entries) byLength.push_back(&entry);
  const auto lengthOf = [](const Entry* entry) { return entry->embedding.size(); };
  std::ranges::stable_sort(byLength, {}, lengthOf);
  for (std::span<const Entry* const> rest = byLength; !rest.empty();) {
    const std::size_t length = lengthOf(rest.front());
    const auto same = static_cast<std::size_t>(
        std::ranges::find_if(rest, [&](const Entry* entry) { return lengthOf(entry) != length; }) - rest.begin());
    std::vector<Place> samples;
    for (std::size_t first = 0; first < same; first += EmbeddingBlock::kCapacity) {
      const std::size_t count = std::min(EmbeddingBlock::kCapacity, same - first);
      auto block = std::make_shared<EmbeddingBlock>(length, count, count == EmbeddingBlock::kCapacity);
      for (const Entry* entry : rest.subspan(first, count)) {
        block->append(entry->sample, entry->person, entry->embedding);
      }
      if (block->isSettled()) {
        blocks_.push_back(std::move(block));
        continue;
      }
      for (std::size_t i = 0; i < count; ++i) samples.push_back({block, i});
    }
    if (!samples.empty()) insert(std::move(samples));
    rest = rest.subspan(same);
  }
}

/// The small block takes the new ones; when it is no longer small, it goes into the growing one, and that settles when
/// it is full.
void EmbeddingIndex::insert(std::vector<Place> samples) {
  const std::size_t length = samples.front().block->length();
  const auto take = [&](std::size_t below) {
    const auto isTaken = [&](const SharedBlock& block) {
      return !block->isSettled() && block->length() == length && block->members().size() < below;
    };
    for (const SharedBlock& block : blocks_) {
      if (!isTaken(block)) continue;
      for (std::size_t i = 0; i < block->members().size(); ++i) samples.push_back({block, i});
    }
    std::erase_if(blocks_, isTaken);
  };
  take(kSmallBlock);
  if (samples.size() >= kSmallBlock) take(EmbeddingBlock::kCapacity);

  for (std::size_t first = 0; first < samples.size(); first += EmbeddingBlock::kCapacity) {
    const std::size_t count = std::min(EmbeddingBlock::kCapacity, samples.size() - first);
    auto block = std::make_shared<EmbeddingBlock>(length, count, count == EmbeddingBlock::kCapacity);
    for (const Place& place : std::span(samples).subspan(first, count)) block->append(*place.block, place.member);
    blocks_.push_back(std::move(block));
  }
}

template <typename IsGone>
void EmbeddingIndex::removeWhere(const IsGone& isGone) {
  std::vector<std::vector<Place>> left;
  for (SharedBlock& block : blocks_) {
    if (std::ranges::none_of(block->members(), isGone)) continue;
    std::vector<Place> rest;
    for (std::size_t i = 0; i < block->members().size(); ++i) {
      if (!isGone(block->members()[i])) rest.push_back({block, i});
    }
    const bool staysSettled = block->isSettled() && rest.size() >= EmbeddingBlock::kCapacity / 2;
    SharedBlock next;
    if (staysSettled) {
      auto built = std::make_shared<EmbeddingBlock>(block->length(), rest.size(), true);
      for (const Place& place : rest) built->append(*place.block, place.member);
      next = std::move(built);
    } else if (!rest.empty()) {
      left.push_back(std::move(rest));
    }
    block = std::move(next);
  }
  std::erase(blocks_, nullptr);
  for (std::vector<Place>& samples : left) insert(std::move(samples));
}

void EmbeddingIndex::removeSample(SampleId sample) {
  removeWhere([&](const EmbeddingBlock::Member& member) { return member.sample == sample; });
}

void EmbeddingIndex::removePerson(PersonId person) {
  removeWhere([&](const EmbeddingBlock::Member& member) { return member.person == person; });
}

std::vector<PersonMatch> EmbeddingIndex::search(std::span<const EmbeddingProbe> probes, std::size_t count,
                                                const Admits& admits, std::size_t& nearestProbe) const {
  BestPeople best(count);
  double leastDistance = std::numeric_limits<double>::infinity();
  std::array<float, EmbeddingBlock::kCapacity> cosines;
  for (const SharedBlock& block : blocks_) {
    if (block->length() != probes.front().length) continue;
    cosines.fill(-std::numeric_limits<float>::infinity());
    for (const EmbeddingProbe& probe : probes) block->raiseToHighestCosines(probe, cosines);
    auto lowest = static_cast<float>(1 - best.reach());
    for (std::size_t i = 0; i < block->members().size(); ++i) {
      if (cosines[i] < lowest) continue;
      const EmbeddingBlock::Member& member = block->members()[i];
      if (!best.wants(member.person, 1 - double{cosines[i]})) continue;
      PersonMatch match{member.person, member.sample, std::numeric_limits<double>::infinity()};
      std::size_t nearestOfThese = 0;
      for (std::size_t p = 0; p < probes.size(); ++p) {
        const double distance = block->distance(probes[p], i);
        if (distance >= match.distance) continue;
        match.distance = distance;
        nearestOfThese = p;
      }
      if (!best.wants(match.person, match.distance) || (admits && !admits(match))) continue;
      best.add(match);
      lowest = static_cast<float>(1 - best.reach());
      if (match.distance >= leastDistance) continue;
      leastDistance = match.distance;
      nearestProbe = nearestOfThese;
    }
  }
  return best.nearest();
}

std::vector<PersonMatch> EmbeddingIndex::findNearest(std::span<const float> probe, std::size_t count,
                                                     const Admits& admits) const {
  if (count == 0 || !isDirection(probe)) return {};
  const EmbeddingProbe one(probe);
  std::size_t nearestProbe = 0;
  return search({&one, 1}, count, admits, nearestProbe);
}

std::vector<PersonMatch> EmbeddingIndex::findNearestByViews(const vision::FaceViews& face, std::size_t count,
                                                            const Settled& settled, const Admits& admits) const {
  std::vector<EmbeddingProbe> probes;
  appendProbes(probes, face.views, false, 0);
  if (count == 0 || probes.empty()) return {};
  std::size_t nearestProbe = 0;
  std::vector<PersonMatch> found = search(probes, count, admits, nearestProbe);
  if (!face.around || found.empty() || (settled && settled(found))) return found;
  const std::size_t view = probes[nearestProbe].view;
  std::vector<vision::Descriptor> finer;
  face.around(view, finer);
  appendProbes(probes, finer, true, view);
  return search(probes, count, admits, nearestProbe);
}

std::size_t EmbeddingIndex::size() const {
  std::size_t size = 0;
  for (const SharedBlock& block : blocks_) size += block->members().size();
  return size;
}

std::size_t EmbeddingIndex::bytes() const {
  std::size_t bytes = 0;
  for (const SharedBlock& block : blocks_) bytes += block->bytes();
  return bytes;
}

}  // namespace facewire::gallery
