#include "facewire/gallery/face_index.hpp"

#include <utility>

namespace facewire::gallery {
namespace {

bool isEmbedding(const vision::Descriptor& descriptor) {
  return !descriptor.embedding.empty();
}

}  // namespace

void FaceIndex::add(SampleId sample, PersonId person, std::shared_ptr<const vision::Descriptor> descriptor) {
  if (isEmbedding(*descriptor)) {
    embeddings_.add(sample, person, descriptor->embedding);
  } else {
    counts_.add(sample, person, std::move(descriptor));
  }
}

void FaceIndex::addAll(std::vector<Entry> entries) {
  std::vector<DescriptorIndex::Entry> counts;
  std::vector<EmbeddingIndex::Entry> embeddings;
  for (Entry& entry : entries) {
    if (auto* embedding = std::get_if<std::vector<float>>(&entry.descriptor)) {
      embeddings.push_back({entry.sample, entry.person, std::move(*embedding)});
    } else {
      counts.push_back({entry.sample, entry.person, std::get<0>(std::move(entry.descriptor))});
    }
  }
  counts_.addAll(std::move(counts));
  embeddings_.addAll(embeddings);
}

void FaceIndex::removeSample(SampleId sample) {
  counts_.removeSample(sample);
  embeddings_.removeSample(sample);
}

void FaceIndex::removePerson(PersonId person) {
  counts_.removePerson(person);
  embeddings_.removePerson(person);
}

std::vector<PersonMatch> FaceIndex::findNearest(const vision::Descriptor& probe, std::size_t count) const {
  return isEmbedding(probe) ? embeddings_.findNearest(probe.embedding, count) : counts_.findNearest(probe, count);
}

std::vector<PersonMatch> FaceIndex::findNearestByViews(const vision::FaceViews& face, std::size_t count,
                                                       const Settled& settled, const Admits& admits) const {
  std::vector<PersonMatch> nearest;
  findNearestByViews(face, count, nearest, settled, admits);
  return nearest;
}

void FaceIndex::findNearestByViews(const vision::FaceViews& face, std::size_t count, std::vector<PersonMatch>& nearest,
                                   const Settled& settled, const Admits& admits) const {
  if (!face.views.empty() && isEmbedding(face.views.front())) {
    nearest = embeddings_.findNearestByViews(face, count, settled, admits);
  } else {
    counts_.findNearestByViews(face, count, nearest, settled, admits);
  }
}

}  // namespace facewire::gallery
