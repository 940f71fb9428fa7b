#include <algorithm>

#include "facewire/gallery/descriptor_index.hpp"
#include "measure_all.hpp"
#include "nearest_people.hpp"
#include "overlap_kernel.hpp"

namespace facewire::gallery {
namespace {

/// How many samples are measured from every view, and how many of one person's at most, so that there are others to
/// compare with.
constexpr std::size_t kMeasuredAgain = 32;
constexpr std::size_t kMeasuredOfOne = 8;

/// So many candidates at most are in memory; those who are not worth measuring again are forgotten then.
constexpr std::size_t kMostCandidates = 4096;

bool isMorePromising(const Candidate& a, const Candidate& b) {
  return isNearer(a.match, b.match);
}

/// Leaves the candidates that are worth measuring again, the nearest first. What it takes away from some of them it
/// would take away from all, so it may be called whenever there are many.
void keepPromising(SearchScratch& scratch, std::size_t people) {
  const std::size_t most = std::max(kMeasuredAgain, kMeasuredOfOne * people);
  std::vector<Candidate>& candidates = scratch.candidates;
  std::vector<PersonCount>& taken = scratch.taken;
  taken.clear();
  std::size_t kept = 0;
  std::size_t sorted = 0;
  for (std::size_t i = 0; i < candidates.size() && kept < most; ++i) {
    if (i == sorted) {
      const auto begin = candidates.begin() + static_cast<std::ptrdiff_t>(i);
      sorted = std::min(candidates.size(), i + 2 * most);
      const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(sorted);
      std::nth_element(begin, end, candidates.end(), isMorePromising);
      std::sort(begin, end, isMorePromising);
    }
    const PersonId person = candidates[i].match.person;
    auto entry = std::ranges::find(taken, person, &PersonCount::person);
    if (entry == taken.end()) entry = taken.insert(entry, {person, 0});
    if (entry->count++ < kMeasuredOfOne) candidates[kept++] = candidates[i];
  }
  candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(kept), candidates.end());
}

}  // namespace

void DescriptorIndex::measureAgain(SearchScratch& scratch, std::span<const vision::Descriptor> views,
                                   const std::function<std::size_t(std::size_t)>& numberOf) const {
  const std::size_t length = scratch.probe.length;
  for (std::size_t first = 0; first < views.size(); first += kTileViews) {
    const auto part = views.subspan(first, std::min(kTileViews, views.size() - first));
    std::array<std::uint32_t, kTileViews> viewSums{};
    scratch.views.clear();
    for (std::size_t i = 0; i < part.size(); ++i) {
      const bool isComparable = part[i].counts.size() == length;
      scratch.views.push_back(isComparable ? &part[i] : nullptr);
      if (isComparable) viewSums[i] = sumCounts(part[i].counts);
    }
    scratch.tile.assign(scratch.views, length);
    for (std::size_t c = 0; c < scratch.candidates.size(); ++c) {
      Candidate& candidate = scratch.candidates[c];
      const CountGroups& counts = *scratch.counts[c];
      ViewTile::Sums overlaps;
      scratch.tile.sumOverlaps(counts, tools_->tables, overlaps);
      for (std::size_t i = 0; i < part.size(); ++i) {
        if (scratch.views[i] == nullptr) continue;
        const double distance = distanceOf(viewSums[i], counts.sum, overlaps[i]);
        if (distance >= candidate.match.distance) continue;
        candidate.match.distance = distance;
        candidate.view = numberOf(first + i);
      }
    }
  }
}

std::vector<PersonMatch> DescriptorIndex::findNearestByViews(const vision::FaceViews& face, std::size_t count,
                                                             const Settled& settled, const Admits& admits) const {
  std::vector<PersonMatch> nearest;
  findNearestByViews(face, count, nearest, settled, admits);
  return nearest;
}

void DescriptorIndex::findNearestByViews(const vision::FaceViews& face, std::size_t count,
                                         std::vector<PersonMatch>& nearest, const Settled& settled,
                                         const Admits& admits) const {
  nearest.clear();
  if (face.views.empty() || count == 0) return;
  const auto lease = tools_->scratches.take();
  SearchScratch& scratch = *lease;
  std::vector<Candidate>& candidates = scratch.candidates;
  candidates.clear();
  std::vector<PersonMatch>& nearestAtFirst = scratch.nearest;
  nearestAtFirst.clear();
  scratch.probe.assign(face.views.front(), scratch.entries);
  measureAll(scratch, [&](const SampleBlock& block, std::size_t member, const PersonMatch& match) {
    if (admits && !admits(match)) return;
    keepNearest(nearestAtFirst, count, match);
    candidates.push_back({match, &block, member});
    if (candidates.size() >= std::max(kMostCandidates, 4 * kMeasuredOfOne * count)) keepPromising(scratch, count);
  });
  keepPromising(scratch, count);
  scratch.room.resize(std::max(scratch.room.size(), candidates.size()));
  scratch.counts.clear();
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    scratch.counts.push_back(&candidates[i].block->readBack(candidates[i].member, scratch.room[i]));
  }
  // Whoever is not measured again is no nearer than at first.
  const auto collect = [&] {
    nearest.assign(nearestAtFirst.begin(), nearestAtFirst.end());
    for (const Candidate& candidate : candidates) keepNearest(nearest, count, candidate.match);
  };

  measureAgain(scratch, std::span(face.views).subspan(1), [](std::size_t view) { return view + 1; });
  collect();
  if (!face.around || candidates.empty() || (settled && settled(nearest))) return;
  const std::size_t best = std::ranges::min_element(candidates, {}, [](const Candidate& candidate) {
                             return candidate.match.distance;
                           })->view;
  face.around(best, scratch.finer);
  measureAgain(scratch, scratch.finer, [&](std::size_t) { return best; });
  collect();
}

}  // namespace facewire::gallery
