#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "facewire/gallery/person.hpp"
#include "facewire/vision/descriptor.hpp"

namespace facewire::gallery {

class PostingBlock;

/// One sample in the index.
struct BlockMember {
  SampleId sample;
  PersonId person;
  std::uint32_t sum;                                     ///< of all its counts
  std::shared_ptr<const vision::Descriptor> descriptor;  ///< shared between snapshots
};

/// A person's nearest sample to a probe.
struct PersonMatch {
  PersonId person = 0;
  SampleId sample = 0;
  double distance = 0;
};

/// Exact nearest-neighbour search over LBP histograms, by OpenCV's HISTCMP_CHISQR_ALT on histograms that each sum to
/// one a cell: 2 * sum((a - b)^2 / (a + b)), so 0 to 4 * cells. A value: copies share the descriptors, so the next
/// snapshot is made from the last at the price of a list of pointers. Safe for concurrent reading.
class DescriptorIndex {
 public:
  /// `cellPixels`: the pixels of one cell, what each histogram of 256 counts sums to.
  explicit DescriptorIndex(int cellPixels);

  /// Precondition: no sample of that id is there.
  void add(SampleId sample, PersonId person, std::shared_ptr<const vision::Descriptor> descriptor);
  void removeSample(SampleId sample);
  void removePerson(PersonId person);

  /// The `count` nearest people, nearest first, each with the nearest of their samples (the lowest id on a tie).
  /// Samples whose descriptor has another length than the probe's cannot be compared with it and are passed over.
  std::vector<PersonMatch> findNearest(const vision::Descriptor& probe, std::size_t count) const;

  /// The same by several views of one face (FaceEncoder::encodeViews): a sample is as far as the nearest view. The
  /// first view is compared with all samples, the others only with the nearest few dozen; exact where there are no
  /// more, and in larger galleries for whoever is near in the first view.
  std::vector<PersonMatch> findNearestByViews(std::span<const vision::Descriptor> views, std::size_t count) const;

  /// Whether a sample is to be found; `match.distance` is the one by the first view.
  using Admits = std::function<bool(const PersonMatch& match)>;

  /// The same as though only the samples that `admits` names were there.
  std::vector<PersonMatch> findNearestByViews(std::span<const vision::Descriptor> views, std::size_t count,
                                              const Admits& admits) const;

  /// How many samples there are.
  std::size_t size() const;

 private:
  template <typename IsGone>
  void removeWhere(const IsGone& isGone);

  template <typename Keep>
  void measureAll(const vision::Descriptor& probe, const Keep& keep) const;
  double distanceOf(std::uint32_t probeSum, std::uint32_t memberSum, std::uint32_t overlap) const;

  // Samples become blocks when there are enough of them, so a change copies a short list and builds little. Blocks and
  // descriptors are shared between snapshots.
  int cellPixels_;
  std::vector<std::shared_ptr<const PostingBlock>> blocks_;
  std::vector<BlockMember> loose_;  ///< those in no block yet: fewer than a block of each descriptor length
  std::shared_ptr<const std::vector<std::uint32_t>> overlap_;
};

}  // namespace facewire::gallery
