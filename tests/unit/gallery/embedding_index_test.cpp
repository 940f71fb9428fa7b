#include "facewire/gallery/embedding_index.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <thread>

#include "plain_embeddings.hpp"

namespace facewire::gallery {
namespace {

using test::Embedding;
using test::expectSame;
using test::PlainScan;
using test::randomEmbedding;
using test::viewsOf;

TEST(EmbeddingIndex, IsNowhereNearWhatIsNoDirection) {
  EmbeddingIndex index;
  index.add(1, 1, Embedding{1, 0});
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinite = std::numeric_limits<float>::infinity();
  const std::vector<Embedding> none{
      {}, {0, 0}, {nan, 1}, {1, infinite}, Embedding(EmbeddingIndex::kMostNumbers + 1, 1.0F)};
  for (const Embedding& probe : none) {
    EXPECT_TRUE(index.findNearest(probe, 1).empty());
    EXPECT_TRUE(index.findNearestByViews(viewsOf({probe}), 1).empty());
  }
  EXPECT_TRUE(EmbeddingIndex().findNearest(Embedding{1, 0}, 1).empty());
  EXPECT_TRUE(index.findNearestByViews({}, 1).empty());
}

TEST(EmbeddingIndex, AsksForFinerViewsAboutTheNearestUnlessItIsSettled) {
  EmbeddingIndex index;
  index.add(1, 1, Embedding{1, 0, 0});
  index.add(2, 2, Embedding{0, 0, 1});
  std::vector<std::size_t> asked;
  vision::FaceViews face = viewsOf({{0, 1, 0}, {0.6F, 0.8F, 0}, {0, 0.9F, 0.1F}});
  face.around = [&](std::size_t view, std::vector<vision::Descriptor>& finer) {
    asked.push_back(view);
    finer = viewsOf({{0.8F, 0.6F, 0}, {1, 0, 0}}).views;
  };
  const auto settled = index.findNearestByViews(face, 2, [](auto) { return true; });
  EXPECT_TRUE(asked.empty());
  EXPECT_NEAR(settled.at(0).distance, 0.4, 1e-6);
  const auto found = index.findNearestByViews(face, 2, [](auto) { return false; });
  EXPECT_EQ(asked, std::vector<std::size_t>{1});
  EXPECT_EQ(found.at(0).person, 1);
  EXPECT_EQ(found.at(0).distance, 0);
  EXPECT_EQ(found.at(1).distance, settled.at(1).distance);
  EXPECT_EQ(index.findNearestByViews(face, 1).at(0).distance, 0);
}

TEST(EmbeddingIndex, CopiesDoNotChangeWithOneAnother) {
  EmbeddingIndex index;
  index.add(1, 1, Embedding{1, 0});
  index.add(2, 2, Embedding{0, 1});
  const EmbeddingIndex before = index;
  index.removePerson(1);
  index.add(3, 3, Embedding{1, 1});
  EXPECT_EQ(before.size(), 2U);
  EXPECT_EQ(before.findNearest(Embedding{1, 0}, 3).size(), 2U);
  EXPECT_EQ(before.findNearest(Embedding{1, 0}, 1).at(0).person, 1);
  EXPECT_EQ(index.findNearest(Embedding{1, 0}, 1).at(0).person, 3);
  index.removeSample(2);
  index.removeSample(3);
  EXPECT_EQ(index.size(), 0U);
  EXPECT_EQ(index.bytes(), 0U);
}

TEST(EmbeddingIndex, TakesLittleMoreThanTheNumbersAndTheirSteps) {
  std::mt19937 random(5);
  std::vector<EmbeddingIndex::Entry> entries;
  for (SampleId sample = 1; sample <= 1024; ++sample) entries.push_back({sample, sample, randomEmbedding(random, 128)});
  EmbeddingIndex index;
  index.addAll(entries);
  EXPECT_LE(index.bytes() / index.size(), 128 * (sizeof(float) + 1) + 40);
}

TEST(EmbeddingIndexAtOnce, GivesReadersTheirSnapshotWhileAnotherIsMade) {
  std::mt19937 random(2);
  EmbeddingIndex current;
  PlainScan scan;
  for (SampleId sample = 1; sample <= 300; ++sample) {
    const Embedding embedding = randomEmbedding(random, 128);
    scan.known[sample] = {sample % 40, embedding};
    current.add(sample, sample % 40, embedding);
  }
  const EmbeddingIndex snapshot = current;
  const Embedding probe = randomEmbedding(random, 128);
  const auto expected = scan.findNearest({probe}, 5);
  std::vector<std::jthread> readers;
  readers.reserve(3);
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      for (int round = 0; round < 60; ++round) {
        expectSame(snapshot.findNearest(probe, 5), expected);
        expectSame(snapshot.findNearestByViews(viewsOf({probe}), 5), expected);
      }
    });
  }
  for (SampleId sample = 1; sample <= 200; ++sample) {
    current.add(1000 + sample, sample, probe);
    current.removeSample(sample);
  }
  readers.clear();
  EXPECT_EQ(current.findNearest(probe, 1).at(0).distance, 0);
}

}  // namespace
}  // namespace facewire::gallery
