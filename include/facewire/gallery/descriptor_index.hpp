#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "facewire/gallery/person.hpp"
#include "facewire/gallery/person_match.hpp"
#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_views.hpp"

namespace facewire::gallery {

struct BlockMember;
struct CountGroups;
class SampleBlock;
struct SearchScratch;
struct SearchTools;

/// Exact nearest-neighbour search over LBP histograms, by OpenCV's HISTCMP_CHISQR_ALT on histograms that each sum to
/// one a cell: 2 * sum((a - b)^2 / (a + b)), so 0 to 4 * cells. A value: copies share the samples, which are kept in
/// blocks of up to 256, so the next snapshot is made from the last at the price of a list of pointers and one small
/// block. Safe for concurrent reading.
class DescriptorIndex {
 public:
  /// A sample by its counts.
  struct Entry {
    SampleId sample = 0;
    PersonId person = 0;
    std::shared_ptr<const CountGroups> counts;
  };

  /// `cellPixels`: the pixels of one cell, what each histogram of 256 counts sums to.
  explicit DescriptorIndex(int cellPixels);

  /// Precondition: no sample of that id is there.
  void add(SampleId sample, PersonId person, std::shared_ptr<const vision::Descriptor> descriptor);
  /// The same for many at once, which are built into blocks directly, by several threads.
  void addAll(std::vector<Entry> entries);
  void removeSample(SampleId sample);
  void removePerson(PersonId person);

  /// The `count` nearest people, nearest first, each with the nearest of their samples (the lowest id on a tie).
  /// Samples whose descriptor has another length than the probe's cannot be compared with it and are passed over.
  std::vector<PersonMatch> findNearest(const vision::Descriptor& probe, std::size_t count) const;

  /// Whether a sample is to be found; `match.distance` is the one by the first view.
  using Admits = gallery::Admits;
  /// Whether the answer is good enough as it is, and not worth the finer views.
  using Settled = gallery::Settled;

  /// The same by several views of one face (FaceEncoder::encodeViews): a sample is as far as the nearest view. The
  /// first view is compared with all samples, the others only with the nearest few dozen; exact where there are no
  /// more, and in larger galleries for whoever is near in the first view. Unless it is `settled` by then, these are
  /// compared with the finer views about the one that was nearest as well.
  /// `admits`: as though only the samples that it names were there.
  std::vector<PersonMatch> findNearestByViews(const vision::FaceViews& face, std::size_t count,
                                              const Settled& settled = nullptr, const Admits& admits = nullptr) const;
  /// The same into `nearest`, whose memory is used again.
  void findNearestByViews(const vision::FaceViews& face, std::size_t count, std::vector<PersonMatch>& nearest,
                          const Settled& settled = nullptr, const Admits& admits = nullptr) const;

  /// How many samples there are.
  std::size_t size() const;

  /// What the samples occupy in memory; searches in work have their own besides.
  std::size_t bytes() const;

 private:
  template <typename IsGone>
  void removeWhere(const IsGone& isGone);
  void insert(std::vector<BlockMember> members);

  /// Calls `keep(block, member, match)` for every sample, by its distance from `scratch.probe`.
  template <typename Keep>
  void measureAll(SearchScratch& scratch, const Keep& keep) const;
  /// Measures the candidates from these views as well, which are told by `numberOf` their place.
  void measureAgain(SearchScratch& scratch, std::span<const vision::Descriptor> views,
                    const std::function<std::size_t(std::size_t)>& numberOf) const;
  double distanceOf(std::uint32_t probeSum, std::uint32_t memberSum, std::uint32_t overlap) const;

  // Of each descriptor length there are settled blocks, large and compact, and at most one small and one growing block,
  // which a change builds anew: so it builds little.
  int cellPixels_;
  std::vector<std::shared_ptr<const SampleBlock>> blocks_;
  std::shared_ptr<SearchTools> tools_;  ///< shared by all copies
};

}  // namespace facewire::gallery
