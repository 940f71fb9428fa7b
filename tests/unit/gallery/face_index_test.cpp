#include "facewire/gallery/face_index.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/gallery.hpp"
#include "gallery_fixture.hpp"

namespace facewire::gallery {
namespace {

/// At that many degrees.
vision::Descriptor embeddingAt(double degrees) {
  const double angle = degrees * std::acos(-1.0) / 180;
  return {{}, {static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle)), 0}};
}

std::shared_ptr<const vision::Descriptor> shared(vision::Descriptor descriptor) {
  return std::make_shared<const vision::Descriptor>(std::move(descriptor));
}

TEST(FaceIndex, SearchesEachKindAmongItsOwn) {
  FaceIndex index(10);
  index.add(1, 1, shared({{10, 0, 0}}));
  index.add(2, 2, shared(embeddingAt(0)));
  index.add(3, 3, shared(embeddingAt(90)));
  EXPECT_EQ(index.size(), 3U);

  const auto counted = index.findNearest({{10, 0, 0}}, 5);
  ASSERT_EQ(counted.size(), 1U);
  EXPECT_EQ(counted[0].person, 1);
  const auto embedded = index.findNearest(embeddingAt(60), 5);
  ASSERT_EQ(embedded.size(), 2U);
  EXPECT_EQ(embedded[0].person, 3);
  EXPECT_NEAR(embedded[1].distance, 0.5, 1e-6);
  EXPECT_EQ(index.findNearestByViews({{{{10, 0, 0}}}, {}}, 5).size(), 1U);
  EXPECT_EQ(index.findNearestByViews({{embeddingAt(1), embeddingAt(90)}, {}}, 5).at(0).person, 3);
  EXPECT_TRUE(index.findNearestByViews({}, 5).empty());

  const FaceIndex before = index;
  index.removePerson(3);
  index.removeSample(1);
  EXPECT_EQ(index.size(), 1U);
  EXPECT_EQ(index.findNearest(embeddingAt(60), 5).size(), 1U);
  EXPECT_EQ(before.size(), 3U);
  EXPECT_GT(before.bytes(), index.bytes());
}

TEST(FaceIndex, DecidesByEmbeddingsWithoutFinerViewsOfWhoIsNamed) {
  FaceIndex index(10);
  index.add(1, 1, shared(embeddingAt(0)));
  index.add(2, 2, shared(embeddingAt(90)));
  const DecisionOptions options{.threshold = 0.6, .clearOfNext = 0, .absentNext = 0};
  int asked = 0;
  const auto decideAt = [&](double degrees) {
    vision::FaceViews face{{embeddingAt(degrees)}, [&](std::size_t, std::vector<vision::Descriptor>& finer) {
                             ++asked;
                             finer.clear();
                           }};
    return decide(findNearestToDecide(index, face, options), options).accepted();
  };
  EXPECT_TRUE(decideAt(20));
  EXPECT_EQ(asked, 0);
  EXPECT_FALSE(decideAt(180));
  EXPECT_EQ(asked, 1);
}

/// A gallery whose encoder is a network.
class EmbeddingGallery : public testing::Test {
 protected:
  void open(const std::string& encoder) {
    gallery.reset();
    encoded = 0;
    gallery = std::make_unique<Gallery>(
        GalleryStore(file), 10,
        [&](const StoredFace& face) -> Result<vision::Descriptor> {
          ++encoded;
          return encoder == "lbph" ? vision::Descriptor{{1, 2, 3}} : embeddingOf(face);
        },
        [&](SampleId, const Error& error) { unreadable.push_back(error.detail); }, encoder);
  }

  vision::Descriptor embeddingOf(const StoredFace& face) const {
    vision::Descriptor descriptor = embeddingAt(face.face.height);
    if (isBroken) descriptor.embedding[0] = NAN;
    return descriptor;
  }

  Result<Gallery::Added> enrol(const std::string& name, unsigned seed) {
    const StoredFace face = test::faceOf(seed, 300);
    return gallery->addSample(name, "", face, embeddingOf(face));
  }

  void expectEverybodyFound(unsigned samples) {
    ASSERT_EQ(gallery->snapshot()->index.size(), samples);
    for (unsigned seed = 1; seed <= samples; ++seed) {
      const auto nearest = gallery->snapshot()->index.findNearest(embeddingOf(test::faceOf(seed, 300)), 1);
      ASSERT_EQ(nearest.size(), 1U);
      EXPECT_EQ(nearest[0].sample, static_cast<SampleId>(seed));
      EXPECT_EQ(nearest[0].distance, 0);
    }
  }

  test::TemporaryFolder directory;
  std::filesystem::path file = directory.path() / "gallery.db";
  bool isBroken = false;
  std::atomic<int> encoded = 0;
  std::vector<std::string> unreadable;
  std::unique_ptr<Gallery> gallery;
};

TEST_F(EmbeddingGallery, IsTheSameAfterItWasClosedAndOpened) {
  open("network");
  ASSERT_TRUE(enrol("Ada", 1));
  ASSERT_TRUE(enrol("Bob", 2));
  ASSERT_TRUE(enrol("Bob", 3));
  expectEverybodyFound(3);
  open("network");
  EXPECT_EQ(encoded, 0);
  expectEverybodyFound(3);
  ASSERT_TRUE(gallery->removePerson("Bob"));
  EXPECT_EQ(gallery->snapshot()->index.size(), 1U);
  open("network");
  EXPECT_EQ(encoded, 0);
  expectEverybodyFound(1);
}

TEST_F(EmbeddingGallery, TakesTheOtherKindAtTheNextStart) {
  open("lbph");
  const StoredFace face = test::faceOf(1, 300);
  ASSERT_TRUE(gallery->addSample("Ada", "", face, {{1, 2, 3}}));
  open("network");
  EXPECT_EQ(encoded, 1);
  expectEverybodyFound(1);
  open("network");
  EXPECT_EQ(encoded, 0);
  expectEverybodyFound(1);
}

TEST_F(EmbeddingGallery, NeitherStoresNorSearchesWhatIsNoEmbedding) {
  open("network");
  ASSERT_TRUE(enrol("Ada", 1));
  isBroken = true;
  const auto added = enrol("Bob", 2);
  ASSERT_FALSE(added);
  EXPECT_NE(added.error().detail.find("length 1"), std::string::npos);
  EXPECT_EQ(gallery->snapshot()->people.size(), 1U);
  open("another network");
  EXPECT_EQ(unreadable.size(), 1U);
  EXPECT_EQ(gallery->snapshot()->index.size(), 0U);
  isBroken = false;
  open("another network");
  EXPECT_EQ(encoded, 1);
  expectEverybodyFound(1);
}

}  // namespace
}  // namespace facewire::gallery
