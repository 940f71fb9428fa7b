#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <vector>

#include "facewire/gallery/person_match.hpp"
#include "facewire/vision/face_views.hpp"

/// What an EmbeddingIndex is held beside: a plain scan in one order of adding, and embeddings to fill both with.
namespace facewire::gallery::test {

using Embedding = std::vector<float>;

struct Known {
  PersonId person;
  Embedding embedding;
};

inline double plainDot(const Embedding& a, const Embedding& b) {
  std::array<double, 16> sums{};
  for (std::size_t i = 0; i < a.size(); ++i) sums[i % 16] += double{a[i]} * double{b[i]};
  for (std::size_t half = 8; half > 0; half /= 2) {
    for (std::size_t i = 0; i < half; ++i) sums[i] += sums[i + half];
  }
  return sums[0];
}

inline double plainDistance(const Embedding& a, const Embedding& b) {
  return std::clamp(1 - plainDot(a, b) / std::sqrt(plainDot(a, a) * plainDot(b, b)), 0.0, 2.0);
}

class PlainScan {
 public:
  std::map<SampleId, Known> known;

  std::vector<PersonMatch> findNearest(const std::vector<Embedding>& views, std::size_t count,
                                       const Admits& admits = nullptr) const {
    std::map<PersonId, PersonMatch> best;
    for (const auto& [sample, entry] : known) {
      double nearest = std::numeric_limits<double>::infinity();
      for (const Embedding& view : views) {
        if (view.size() == entry.embedding.size()) nearest = std::min(nearest, plainDistance(view, entry.embedding));
      }
      const PersonMatch match{entry.person, sample, nearest};
      if (std::isinf(nearest) || (admits && !admits(match))) continue;
      const auto [place, isNew] = best.try_emplace(entry.person, match);
      if (!isNew && nearest < place->second.distance) place->second = match;
    }
    std::vector<PersonMatch> people;
    people.reserve(best.size());
    for (const auto& [person, match] : best) people.push_back(match);
    std::ranges::sort(people, [](const PersonMatch& a, const PersonMatch& b) {
      return std::pair(a.distance, a.sample) < std::pair(b.distance, b.sample);
    });
    if (people.size() > count) people.resize(count);
    return people;
  }
};

inline void expectSame(const std::vector<PersonMatch>& found, const std::vector<PersonMatch>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].person, expected[i].person) << i;
    EXPECT_EQ(found[i].sample, expected[i].sample) << i;
    EXPECT_EQ(found[i].distance, expected[i].distance) << i;
  }
}

inline Embedding atUnitLength(Embedding embedding) {
  const double length = std::sqrt(plainDot(embedding, embedding));
  for (float& number : embedding) number = static_cast<float>(number / length);
  return embedding;
}

inline Embedding randomEmbedding(std::mt19937& random, std::size_t length) {
  std::normal_distribution<float> normal;
  Embedding embedding(length);
  for (float& number : embedding) number = normal(random);
  return atUnitLength(std::move(embedding));
}

/// About as far from it as `spread` says: 0.1 is another picture of that face, 1 is nearly anybody.
inline Embedding embeddingNear(std::mt19937& random, const Embedding& centre, float spread) {
  std::normal_distribution<float> normal(0, spread / std::sqrt(static_cast<float>(centre.size())));
  Embedding embedding = centre;
  for (float& number : embedding) number += normal(random);
  return atUnitLength(std::move(embedding));
}

inline vision::FaceViews viewsOf(const std::vector<Embedding>& embeddings) {
  vision::FaceViews face;
  for (const Embedding& embedding : embeddings) face.views.push_back({{}, embedding});
  return face;
}

}  // namespace facewire::gallery::test
