#pragma once

#include <cstddef>
#include <memory>
#include <variant>
#include <vector>

#include "facewire/gallery/descriptor_index.hpp"
#include "facewire/gallery/embedding_index.hpp"
#include "facewire/gallery/person_match.hpp"
#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_views.hpp"

namespace facewire::gallery {

/// A descriptor as it is searched and stored: LBPH's by its counts, a network's by its numbers.
using SearchableDescriptor = std::variant<std::shared_ptr<const CountGroups>, std::vector<float>>;

/// Exact nearest-neighbour search over the descriptors of either kind, each by the index of its kind: distances are as
/// DescriptorIndex and EmbeddingIndex say. What is of another kind, or of another length, than the probe is passed
/// over. A value whose copies share the samples, as both do. Safe for concurrent reading.
class FaceIndex {
 public:
  using Admits = gallery::Admits;
  using Settled = gallery::Settled;

  struct Entry {
    SampleId sample = 0;
    PersonId person = 0;
    SearchableDescriptor descriptor;
  };

  /// `cellPixels`: as for DescriptorIndex; of no account for embeddings.
  explicit FaceIndex(int cellPixels) : counts_(cellPixels) {}

  /// Preconditions: no sample of that id is there; an embedding is one that EmbeddingIndex takes.
  void add(SampleId sample, PersonId person, std::shared_ptr<const vision::Descriptor> descriptor);
  /// The same for many at once.
  void addAll(std::vector<Entry> entries);
  void removeSample(SampleId sample);
  void removePerson(PersonId person);

  /// The `count` nearest people, nearest first, each with the nearest of their samples (the lowest id on a tie).
  std::vector<PersonMatch> findNearest(const vision::Descriptor& probe, std::size_t count) const;

  /// The same by several views of one face: a sample is as far as the nearest view. `settled`: whether the answer is
  /// good enough without the finer views. `admits`: as though only the samples that it names were there;
  /// `match.distance` is the one by the first view for LBPH, and the nearest view's for a network.
  std::vector<PersonMatch> findNearestByViews(const vision::FaceViews& face, std::size_t count,
                                              const Settled& settled = nullptr, const Admits& admits = nullptr) const;
  /// The same into `nearest`, whose memory is used again.
  void findNearestByViews(const vision::FaceViews& face, std::size_t count, std::vector<PersonMatch>& nearest,
                          const Settled& settled = nullptr, const Admits& admits = nullptr) const;

  std::size_t size() const { return counts_.size() + embeddings_.size(); }
  /// What the samples occupy in memory.
  std::size_t bytes() const { return counts_.bytes() + embeddings_.bytes(); }

 private:
  DescriptorIndex counts_;
  EmbeddingIndex embeddings_;
};

}  // namespace facewire::gallery
