// The index against a plain scan in one order of adding: every distance is the same to the last bit, on every
// instruction set that this machine has.

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <iterator>
#include <random>

#include "facewire/gallery/embedding_index.hpp"
#include "plain_embeddings.hpp"

namespace facewire::gallery {
namespace {

using test::atUnitLength;
using test::Embedding;
using test::embeddingNear;
using test::expectSame;
using test::PlainScan;
using test::randomEmbedding;
using test::viewsOf;

/// Once on each instruction set that the machine has, and once on none.
class EmbeddingSearch : public testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { use(GetParam()); }
  void TearDown() override { use(0); }

  /// That target from the next call on; 0: the best there is.
  static void use(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().DeInit();
  }

  void add(SampleId sample, PersonId person, Embedding embedding) {
    index.add(sample, person, embedding);
    scan.known[sample] = {person, std::move(embedding)};
  }

  /// `samples` of each person, near one another.
  void addPeople(PersonId people, int samples, std::size_t length, float spread = 0.8F) {
    for (PersonId person = 1; person <= people; ++person) {
      const Embedding centre = randomEmbedding(random, length);
      for (int i = 0; i < samples; ++i) {
        add(static_cast<SampleId>(scan.known.size()) + 1, person, embeddingNear(random, centre, spread));
      }
    }
  }

  const Embedding& any() {
    return std::next(scan.known.begin(), static_cast<std::ptrdiff_t>(random() % scan.known.size()))->second.embedding;
  }

  std::mt19937 random{21};
  EmbeddingIndex index;
  PlainScan scan;
};

INSTANTIATE_TEST_SUITE_P(OnEveryTarget, EmbeddingSearch, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         [](const auto& test) { return std::string(hwy::TargetName(test.param)); });

TEST_P(EmbeddingSearch, AgreesWithAPlainScanForEveryNumberOfPeople) {
  addPeople(300, 9, 128);
  for (const std::size_t count : {1U, 2U, 5U, 64U, 65U, 299U, 300U, 5000U}) {
    for (const float spread : {0.01F, 0.5F, 3.0F}) {
      const Embedding probe = embeddingNear(random, any(), spread);
      expectSame(index.findNearest(probe, count), scan.findNearest({probe}, count));
    }
  }
  EXPECT_TRUE(index.findNearest(any(), 0).empty());
}

TEST_P(EmbeddingSearch, AgreesWithAPlainScanAtEveryLengthAndAboutTheEdgesOfBlocks) {
  for (const std::size_t length : {1U, 2U, 15U, 16U, 17U, 31U, 32U, 33U, 64U, 127U, 129U, 512U, 1000U}) {
    index = {};
    scan.known.clear();
    for (SampleId sample = 1; sample <= 530; ++sample) {
      add(sample, sample % 60, randomEmbedding(random, length));
      const std::int64_t edge = sample % 32;
      if (edge > 1 && edge < 31 && sample > 5) continue;
      const Embedding probe = randomEmbedding(random, length);
      expectSame(index.findNearest(probe, 3), scan.findNearest({probe}, 3));
      if (testing::Test::HasFailure()) FAIL() << length << " numbers, " << sample << " samples";
    }
  }
}

TEST_P(EmbeddingSearch, AgreesWithAPlainScanAtTheGreatestLengthAndForTheMostUnevenNumbers) {
  constexpr std::size_t kMost = EmbeddingIndex::kMostNumbers;
  const auto addNext = [&](const Embedding& embedding) {
    const auto next = static_cast<SampleId>(scan.known.size()) + 1;
    add(next, next, embedding);
  };
  // All numbers the same give the largest sums there are; one that is far above the others makes the steps of the
  // others coarse.
  for (const float sign : {1.0F, -1.0F}) addNext(atUnitLength(Embedding(kMost, sign)));
  for (const float peak : {10.0F, 1000.0F, -1e6F}) {
    Embedding uneven = randomEmbedding(random, kMost);
    uneven[scan.known.size()] = peak;
    addNext(atUnitLength(uneven));
  }
  for (int i = 0; i < 40; ++i) addNext(randomEmbedding(random, kMost));
  const PlainScan all = scan;
  for (const auto& [id, known] : all.known) {
    for (const std::size_t count : {1U, 4U}) {
      expectSame(index.findNearest(known.embedding, count), scan.findNearest({known.embedding}, count));
    }
    EXPECT_EQ(index.findNearest(known.embedding, 1).at(0).distance, 0);
  }
}

TEST_P(EmbeddingSearch, SeesWhatIsTooSmallForTheStepsOfTheProbe) {
  // All numbers but the first are less than half a step, and it takes all of them together to tell who is nearer.
  constexpr std::size_t kMost = EmbeddingIndex::kMostNumbers;
  Embedding probe(kMost, 0.49F / 16384);
  probe[0] = 1;
  Embedding alternating(kMost, 1.0F / 64);
  for (std::size_t i = 1; i < kMost; i += 2) alternating[i] = -alternating[i];
  alternating[0] = 1.06F / 64;
  add(1, 1, alternating);
  add(2, 2, Embedding(kMost, 1.0F / 64));
  add(3, 1, alternating);
  expectSame(index.findNearest(probe, 1), scan.findNearest({probe}, 1));
  EXPECT_EQ(index.findNearest(probe, 1).at(0).person, 2);
}

TEST_P(EmbeddingSearch, AgreesWithAPlainScanWhereHundredsAreNearlyAsNear) {
  // Nearer to one another than the steps of the first look can tell.
  const Embedding centre = randomEmbedding(random, 128);
  for (SampleId sample = 1; sample <= 700; ++sample) add(sample, sample % 350, embeddingNear(random, centre, 1e-3F));
  for (const std::size_t count : {1U, 2U, 20U, 400U}) {
    const Embedding probe = embeddingNear(random, centre, 0.9F);
    expectSame(index.findNearest(probe, count), scan.findNearest({probe}, count));
  }
}

TEST_P(EmbeddingSearch, AgreesWithAPlainScanOfAllViews) {
  addPeople(120, 5, 128);
  for (const std::size_t count : {1U, 2U, 7U, 200U}) {
    const std::vector<Embedding> views{embeddingNear(random, any(), 0.5F), embeddingNear(random, any(), 0.5F),
                                       randomEmbedding(random, 64), randomEmbedding(random, 128)};
    expectSame(index.findNearestByViews(viewsOf(views), count), scan.findNearest(views, count));
  }
}

TEST_P(EmbeddingSearch, AgreesWithAPlainScanOfWhatIsAdmitted) {
  addPeople(60, 9, 128);
  for (const std::size_t count : {1U, 2U, 70U}) {
    const Embedding probe = embeddingNear(random, any(), 0.3F);
    const double nearest = index.findNearest(probe, 1).at(0).distance;
    const auto admits = [&](const PersonMatch& match) {
      return match.distance > 1.2 * nearest && match.sample % 3 > 0;
    };
    expectSame(index.findNearest(probe, count, admits), scan.findNearest({probe}, count, admits));
    expectSame(index.findNearestByViews(viewsOf({probe}), count, nullptr, admits),
               scan.findNearest({probe}, count, admits));
  }
}

TEST_P(EmbeddingSearch, AgreesWithAPlainScanWhateverWasAddedAndRemoved) {
  for (SampleId sample = 1; sample <= 1500; ++sample) {
    add(sample, static_cast<PersonId>(random() % 90), randomEmbedding(random, sample % 5 == 0 ? 48 : 32));
    // Twice as many come as go, then more go than come.
    for (auto gone = random() % (sample < 1000 ? 2 : 5); gone > 0 && !scan.known.empty(); --gone) {
      const auto place = std::next(scan.known.begin(), static_cast<std::ptrdiff_t>(random() % scan.known.size()));
      index.removeSample(place->first);
      scan.known.erase(place);
    }
    if (sample % 100 == 0) {
      const auto person = static_cast<PersonId>(random() % 90);
      index.removePerson(person);
      std::erase_if(scan.known, [&](const auto& entry) { return entry.second.person == person; });
    }
    ASSERT_EQ(index.size(), scan.known.size());
    if (sample % 50 != 0) continue;
    const Embedding probe = randomEmbedding(random, 32);
    expectSame(index.findNearest(probe, 7), scan.findNearest({probe}, 7));
  }
}

TEST_P(EmbeddingSearch, FindsManyAddedAtOnceAsOneByOne) {
  add(1, 1, randomEmbedding(random, 128));
  std::vector<EmbeddingIndex::Entry> entries;
  for (SampleId sample = 2; sample <= 900; ++sample) {
    const Embedding embedding = randomEmbedding(random, sample % 3 == 0 ? 128 : 96);
    entries.push_back({sample, sample % 100, embedding});
    scan.known[sample] = {sample % 100, embedding};
  }
  index.addAll(entries);
  index.addAll({});
  ASSERT_EQ(index.size(), 900U);
  for (const std::size_t length : {96U, 128U}) {
    const Embedding probe = randomEmbedding(random, length);
    expectSame(index.findNearest(probe, 30), scan.findNearest({probe}, 30));
  }
}

TEST_P(EmbeddingSearch, FindsTwinsAtTheSameDistanceByTheirNumber) {
  const Embedding twin = randomEmbedding(random, 128);
  for (SampleId sample = 600; sample >= 1; --sample) index.add(sample, sample % 200, twin);
  for (const std::size_t count : {1U, 3U, 150U}) {
    const auto found = index.findNearest(embeddingNear(random, twin, 0.4F), count);
    ASSERT_EQ(found.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(found[i].sample, static_cast<SampleId>(i) + 1);
      EXPECT_EQ(found[i].distance, found[0].distance);
    }
  }
}

TEST_P(EmbeddingSearch, GivesTheCosineOfVectorsOfAnyLength) {
  index.add(1, 1, Embedding{3, 0, 0});
  index.add(2, 2, Embedding{0, 1e-30F, 0});
  index.add(3, 3, Embedding{-1e30F, 0, 0});
  const auto found = index.findNearest(Embedding{0.25F, 0, 0}, 3);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].person, 1);
  EXPECT_EQ(found[0].distance, 0);
  EXPECT_EQ(found[1].person, 2);
  EXPECT_EQ(found[1].distance, 1);
  EXPECT_EQ(found[2].distance, 2);
}

}  // namespace
}  // namespace facewire::gallery
