#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "facewire/gallery/person.hpp"
#include "facewire/gallery/person_match.hpp"
#include "facewire/vision/face_views.hpp"

namespace facewire::gallery {

class EmbeddingBlock;
struct EmbeddingProbe;

/// Exact nearest-neighbour search over the embeddings of a network, by 1 - cosine: 0 (the same direction) to 2. Every
/// sample is bounded by its row in steps of 8 bits, and whoever may be among the nearest is measured by all of its
/// numbers, in one order of adding that no instruction set changes: people and distances are those of a plain scan, to
/// the last bit, and a sample is at exactly 0 from itself. A value: copies share the samples, which are kept in blocks
/// of up to 256, so the next snapshot is made from the last at the price of a list of pointers and one small block.
/// Safe for concurrent reading.
class EmbeddingIndex {
 public:
  static constexpr std::size_t kMostNumbers = 4096;

  struct Entry {
    SampleId sample = 0;
    PersonId person = 0;
    std::vector<float> embedding;
  };

  /// Preconditions: no sample of that id is there; 1 to kMostNumbers finite numbers, not all of them 0. They need not
  /// be of length 1.
  void add(SampleId sample, PersonId person, std::span<const float> embedding);
  /// The same for many at once, which are built into blocks directly.
  void addAll(std::span<const Entry> entries);
  void removeSample(SampleId sample);
  void removePerson(PersonId person);

  /// The `count` nearest people, nearest first, each with the nearest of their samples (the lowest id on a tie).
  /// Samples of another length than the probe are passed over; a probe that is no direction (empty, all 0, not finite)
  /// finds nobody. `admits`: as though only the samples that it names were there; it is asked of whoever would be among
  /// the nearest, with the sample's own distance.
  std::vector<PersonMatch> findNearest(std::span<const float> probe, std::size_t count,
                                       const Admits& admits = nullptr) const;

  /// The same by several views of one face: a sample is as far as the nearest view, and all are compared with all
  /// samples. Views of another length than the first are passed over. Unless it is `settled` by then, so are the finer
  /// views about the one that was nearest, if there are any.
  std::vector<PersonMatch> findNearestByViews(const vision::FaceViews& face, std::size_t count,
                                              const Settled& settled = nullptr, const Admits& admits = nullptr) const;

  /// How many samples there are.
  std::size_t size() const;

  /// What the samples occupy in memory.
  std::size_t bytes() const;

 private:
  struct Place {
    std::shared_ptr<const EmbeddingBlock> block;
    std::size_t member;
  };

  void insert(std::vector<Place> samples);
  template <typename IsGone>
  void removeWhere(const IsGone& isGone);
  std::vector<PersonMatch> search(std::span<const EmbeddingProbe> probes, std::size_t count, const Admits& admits,
                                  std::size_t& nearestProbe) const;

  // Of each length there are settled blocks, and at most one small and one growing block, which a change builds anew:
  // so it builds little.
  std::vector<std::shared_ptr<const EmbeddingBlock>> blocks_;
};

}  // namespace facewire::gallery
