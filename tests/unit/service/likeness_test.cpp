#include "likeness.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace facewire::service {
namespace {

constexpr int kCellPixels = 100;
const gallery::DecisionOptions kDecision{.threshold = 1.0, .clearOfNext = 1.3, .absentNext = 1.0};

/// One cell: `same` pixels in bin 0 and the others in `bin`. Two are apart by 4 times the share that differs.
vision::Descriptor face(std::uint8_t same, std::size_t bin) {
  vision::Descriptor descriptor;
  descriptor.counts.resize(256);
  descriptor.counts[0] = same;
  descriptor.counts[bin] = static_cast<std::uint8_t>(kCellPixels - same);
  return descriptor;
}

class LikenessTest : public testing::Test {
 protected:
  void enrol(const std::string& name, const vision::Descriptor& descriptor) {
    const auto [entry, isNew] = snapshot_.byName.try_emplace(name, static_cast<gallery::PersonId>(nextPerson_));
    if (isNew) ++nextPerson_;
    snapshot_.people[entry->second] =
        std::make_shared<const gallery::PersonInfo>(gallery::PersonInfo{entry->second, name, "", {}});
    snapshot_.index.add(++samples_, entry->second, std::make_shared<const vision::Descriptor>(descriptor));
  }

  std::string likenessOf(const vision::Descriptor& descriptor, const std::string& name) const {
    const auto found = findLikeness(snapshot_, name, vision::FaceViews{{descriptor}, {}}, kDecision);
    return found ? found->name : "";
  }

  gallery::GallerySnapshot snapshot_{kCellPixels};
  int nextPerson_ = 1;
  gallery::SampleId samples_ = 0;
};

TEST_F(LikenessTest, NamesWhoTheFaceWouldBeTakenFor) {
  enrol("Bob", face(90, 1));
  enrol("Cy", face(10, 2));
  EXPECT_EQ(likenessOf(face(90, 3), "Ada"), "Bob");
  EXPECT_EQ(likenessOf(face(10, 3), "Ada"), "");
}

TEST_F(LikenessTest, DoesNotCountThePersonsOwnSamples) {
  enrol("Ada", face(90, 1));
  EXPECT_EQ(likenessOf(face(90, 1), "Ada"), "");
  enrol("Bob", face(90, 2));
  enrol("Cy", face(10, 2));
  EXPECT_EQ(likenessOf(face(90, 1), "Ada"), "Bob");
  EXPECT_EQ(likenessOf(face(90, 1), "Bob"), "Ada");
}

TEST_F(LikenessTest, OneOtherPersonAloneMustBeNearer) {
  enrol("Bob", face(75, 1));
  EXPECT_EQ(likenessOf(face(76, 2), "Ada"), "");  // under the threshold, but nobody else is there to compare with
  enrol("Cy", face(10, 2));
  EXPECT_EQ(likenessOf(face(76, 2), "Ada"), "Bob");
  EXPECT_EQ(likenessOf(face(90, 1), "Ada"), "Bob");
}

TEST_F(LikenessTest, NobodyIsLikeAnybodyInAnEmptyGallery) {
  EXPECT_EQ(likenessOf(face(90, 1), "Ada"), "");
}

TEST_F(LikenessTest, FindsTheSamePictureOfTheSamePersonOnly) {
  enrol("Ada", face(80, 1));
  enrol("Ada", face(90, 1));
  enrol("Bob", face(90, 1));
  EXPECT_EQ(findSamePicture(snapshot_, "Ada", face(90, 1)), 2);
  EXPECT_EQ(findSamePicture(snapshot_, "Bob", face(90, 1)), 3);
  EXPECT_EQ(findSamePicture(snapshot_, "Bob", face(80, 1)), std::nullopt);
  EXPECT_EQ(findSamePicture(snapshot_, "Ada", face(89, 1)), std::nullopt);
  EXPECT_EQ(findSamePicture(snapshot_, "Cy", face(90, 1)), std::nullopt);
}

}  // namespace
}  // namespace facewire::service
