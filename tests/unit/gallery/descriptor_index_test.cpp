#include "facewire/gallery/descriptor_index.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "lbph_pictures.hpp"

namespace facewire::gallery {
namespace {

std::shared_ptr<const vision::Descriptor> shared(std::vector<std::uint8_t> counts) {
  return std::make_shared<const vision::Descriptor>(vision::Descriptor{std::move(counts)});
}

/// Three bins of one cell of ten pixels.
DescriptorIndex smallIndex() {
  DescriptorIndex index(10);
  index.add(1, 7, shared({10, 0, 0}));
  index.add(2, 8, shared({5, 5, 0}));
  index.add(3, 7, shared({0, 0, 10}));
  return index;
}

TEST(DescriptorIndex, AgreesWithOpenCvPredict) {
  constexpr int kPeople = 100;
  std::vector<cv::Mat> pictures;
  std::vector<int> labels;
  for (int i = 0; i < 4 * kPeople; ++i) {
    pictures.push_back(
        test::variantOf(test::smoothPicture(static_cast<unsigned>(i % kPeople)), 1000U + static_cast<unsigned>(i)));
    labels.push_back(i % kPeople);
  }
  const auto recogniser = test::train(pictures, labels);
  DescriptorIndex index(test::kCellPixels);
  SampleId sample = 0;
  for (vision::Descriptor& descriptor : test::descriptorsOf(*recogniser)) {
    index.add(sample, labels[static_cast<std::size_t>(sample)],
              std::make_shared<const vision::Descriptor>(std::move(descriptor)));
    ++sample;
  }

  double farthest = 0;
  for (unsigned i = 0; i < 300; ++i) {
    // Every third is a stranger: there the nearest of many nearly equal distances has to be the same one.
    const cv::Mat known = test::smoothPicture(i % kPeople);
    const cv::Mat probe = i % 3 == 0 ? test::smoothPicture(5000 + i) : test::variantOf(known, 9000 + i);
    int label = 0;
    double distance = 0;
    recogniser->predict(probe, label, distance);
    const std::vector<PersonMatch> nearest = index.findNearest(test::descriptorOf(probe), 1);
    ASSERT_EQ(nearest.size(), 1U);
    EXPECT_EQ(nearest[0].person, label) << "probe " << i;
    EXPECT_NEAR(nearest[0].distance, distance, 1e-3) << "probe " << i;
    farthest = std::max(farthest, distance);
  }
  EXPECT_GT(farthest, 30) << "the pictures are too much alike to tell anything";
}

TEST(DescriptorIndex, GivesZeroForTheSamplesThemselves) {
  const vision::Descriptor descriptor = test::descriptorOf(test::smoothPicture(4));
  DescriptorIndex index(test::kCellPixels);
  index.add(1, 1, std::make_shared<const vision::Descriptor>(descriptor));
  EXPECT_EQ(index.findNearest(descriptor, 1).at(0).distance, 0.0);
}

TEST(DescriptorIndex, ReachesFourWhereACellHasNothingInCommon) {
  DescriptorIndex index(10);
  index.add(1, 1, shared({10, 0, 0}));
  EXPECT_DOUBLE_EQ(index.findNearest({{0, 4, 6}}, 1).at(0).distance, 4.0);
}

TEST(DescriptorIndex, TakesTheNearestViewOfAProbe) {
  const DescriptorIndex index = smallIndex();
  const std::vector<vision::Descriptor> views{{{0, 10, 0}}, {{0, 1, 9}}};
  const std::vector<PersonMatch> nearest = index.findNearestByViews({views, {}}, 2);
  ASSERT_EQ(nearest.size(), 2U);
  EXPECT_EQ(nearest[0].sample, 3);
  EXPECT_DOUBLE_EQ(nearest[0].distance, index.findNearest(views[1], 1).at(0).distance);
  EXPECT_EQ(nearest[1].sample, 2);
  EXPECT_DOUBLE_EQ(nearest[1].distance, index.findNearest(views[0], 1).at(0).distance);
}

TEST(DescriptorIndex, AsksForFinerViewsAboutTheNearestUnlessItIsSettled) {
  const DescriptorIndex index = smallIndex();
  const vision::Descriptor finer{{0, 0, 10}};
  std::vector<std::size_t> asked;
  const vision::FaceViews face{{{{0, 10, 0}}, {{0, 1, 9}}},
                               [&](std::size_t view, std::vector<vision::Descriptor>& made) {
                                 asked.push_back(view);
                                 made = {finer};
                               }};
  const auto rough = index.findNearestByViews(face, 1, [](std::span<const PersonMatch>) { return true; });
  EXPECT_TRUE(asked.empty());
  const auto fine = index.findNearestByViews(face, 1, [](std::span<const PersonMatch>) { return false; });
  EXPECT_EQ(asked, std::vector<std::size_t>{1});
  EXPECT_EQ(fine.at(0).sample, rough.at(0).sample);
  EXPECT_LE(fine.at(0).distance, rough.at(0).distance);
  EXPECT_DOUBLE_EQ(fine.at(0).distance, std::min(rough.at(0).distance, index.findNearest(finer, 1).at(0).distance));
}

TEST(DescriptorIndex, FindsByOneViewWhatItFindsByTheProbe) {
  DescriptorIndex index(test::kCellPixels);
  for (int i = 0; i < 600; ++i) {
    index.add(
        i, i / 3,
        std::make_shared<const vision::Descriptor>(test::descriptorOf(test::smoothPicture(static_cast<unsigned>(i)))));
  }
  const std::vector<vision::Descriptor> views{test::descriptorOf(test::smoothPicture(700))};
  const auto expected = index.findNearest(views.front(), 5);
  const auto found = index.findNearestByViews({views, {}}, 5);
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].sample, expected[i].sample);
    EXPECT_EQ(found[i].distance, expected[i].distance);
  }
}

TEST(DescriptorIndex, MeasuresAgainWhoeverIsInALargeGallery) {
  DescriptorIndex index(test::kCellPixels);
  for (int i = 0; i < 400; ++i) {
    index.add(i, i,
              std::make_shared<const vision::Descriptor>(
                  test::descriptorOf(test::variantOf(test::smoothPicture(static_cast<unsigned>(i)), 1))));
  }
  const std::vector<vision::Descriptor> views{test::descriptorOf(test::variantOf(test::smoothPicture(77), 2)),
                                              test::descriptorOf(test::variantOf(test::smoothPicture(77), 1))};
  index.removePerson(3);
  EXPECT_EQ(index.findNearestByViews({views, {}}, 1).at(0).person, 77);
  EXPECT_EQ(index.findNearestByViews({views, {}}, 1).at(0).distance, 0);
  EXPECT_TRUE(index.findNearestByViews({}, 1).empty());
}

TEST(DescriptorIndex, OrdersPeopleEachWithTheirNearestSample) {
  const std::vector<PersonMatch> nearest = smallIndex().findNearest({{9, 1, 0}}, 5);
  ASSERT_EQ(nearest.size(), 2U);
  EXPECT_EQ(nearest[0].person, 7);
  EXPECT_EQ(nearest[0].sample, 1);
  EXPECT_EQ(nearest[1].person, 8);
  EXPECT_EQ(nearest[1].sample, 2);
  EXPECT_LT(nearest[0].distance, nearest[1].distance);
  // 2/10 * ((9-10)^2/19 + 1)
  EXPECT_NEAR(nearest[0].distance, 0.2 * (1.0 / 19 + 1), 1e-4);
}

TEST(DescriptorIndex, GivesTheLowestSampleOnATie) {
  DescriptorIndex index(10);
  for (const SampleId sample : {9, 4, 6}) index.add(sample, 1, shared({10, 0, 0}));
  index.add(2, 2, shared({10, 0, 0}));
  const std::vector<PersonMatch> nearest = index.findNearest({{8, 2, 0}}, 2);
  ASSERT_EQ(nearest.size(), 2U);
  EXPECT_EQ(nearest[0].sample, 2);
  EXPECT_EQ(nearest[1].sample, 4);
}

TEST(DescriptorIndex, FindsTheSamePeopleWhicheverNumberIsAsked) {
  DescriptorIndex index(test::kCellPixels);
  for (unsigned i = 0; i < 60; ++i) {
    index.add(i, i % 20, std::make_shared<const vision::Descriptor>(test::descriptorOf(test::smoothPicture(i))));
  }
  const vision::Descriptor probe = test::descriptorOf(test::smoothPicture(1000));
  const std::vector<PersonMatch> everybody = index.findNearest(probe, 1000);
  ASSERT_EQ(everybody.size(), 20U);
  for (std::size_t count = 0; count < 20; ++count) {
    const std::vector<PersonMatch> nearest = index.findNearest(probe, count);
    ASSERT_EQ(nearest.size(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(nearest[i].sample, everybody[i].sample);
  }
}

TEST(DescriptorIndex, ForgetsWhatIsRemovedAndCopiesDoNotChange) {
  DescriptorIndex index = smallIndex();
  const DescriptorIndex before = index;
  index.removeSample(1);
  EXPECT_EQ(index.findNearest({{10, 0, 0}}, 1).at(0).person, 8);
  index.removePerson(7);
  EXPECT_EQ(index.size(), 1U);
  EXPECT_EQ(before.size(), 3U);
  EXPECT_EQ(before.findNearest({{10, 0, 0}}, 1).at(0).person, 7);
}

/// Random counts in 40 bins, a third of them not zero.
std::shared_ptr<const vision::Descriptor> randomDescriptor(std::mt19937& random) {
  std::vector<std::uint8_t> counts(40);
  for (std::uint8_t& count : counts) count = random() % 3 == 0 ? static_cast<std::uint8_t>(random() % 256) : 0;
  return shared(std::move(counts));
}

TEST(DescriptorIndex, GivesTheFormulasDistanceWhateverWasAddedAndRemoved) {
  std::mt19937 random(3);
  DescriptorIndex index(100);
  struct Known {
    PersonId person;
    std::shared_ptr<const vision::Descriptor> descriptor;
  };
  std::map<SampleId, Known> known;
  for (SampleId sample = 1; sample <= 2000; ++sample) {
    known[sample] = {static_cast<PersonId>(random() % 150), randomDescriptor(random)};
    index.add(sample, known[sample].person, known[sample].descriptor);
    const DescriptorIndex before = index;
    if (sample % 3 == 0) {
      const SampleId gone = std::next(known.begin(), static_cast<std::ptrdiff_t>(random() % known.size()))->first;
      index.removeSample(gone);
      known.erase(gone);
      ASSERT_EQ(before.size(), known.size() + 1);
    }
    if (sample % 50 == 0) {
      const auto gone = static_cast<PersonId>(random() % 150);
      index.removePerson(gone);
      std::erase_if(known, [&](const auto& entry) { return entry.second.person == gone; });
    }
    ASSERT_EQ(index.size(), known.size());
    if (sample % 20 != 0) continue;

    const auto probe = randomDescriptor(random);
    double nearest = 1e9;
    std::set<PersonId> people;
    for (const auto& [id, entry] : known) {
      double distance = 0;
      for (std::size_t bin = 0; bin < 40; ++bin) {
        const double a = probe->counts[bin];
        const double b = entry.descriptor->counts[bin];
        if (a + b > 0) distance += 2 * (a - b) * (a - b) / (a + b) / 100;
      }
      nearest = std::min(nearest, distance);
      people.insert(entry.person);
    }
    const std::vector<PersonMatch> found = index.findNearest(*probe, 1000);
    ASSERT_EQ(found.size(), people.size());
    EXPECT_NEAR(found[0].distance, nearest, 1e-4);
    for (const PersonMatch& match : found) EXPECT_EQ(known.at(match.sample).person, match.person);
  }
  for (PersonId person = 0; person < 150; ++person) index.removePerson(person);
  EXPECT_EQ(index.size(), 0U);
  EXPECT_TRUE(index.findNearest(*randomDescriptor(random), 5).empty());
}

TEST(DescriptorIndex, PassesOverSamplesOfAnotherLengthAmongMany) {
  DescriptorIndex index(10);
  for (SampleId sample = 1; sample <= 1200; ++sample) {
    index.add(sample, sample, sample % 2 == 0 ? shared({10, 0}) : shared({10, 0, 0}));
  }
  EXPECT_EQ(index.size(), 1200U);
  EXPECT_EQ(index.findNearest({{10, 0, 0}}, 2000).size(), 600U);
  EXPECT_EQ(index.findNearest({{10, 0}}, 1).at(0).sample, 2);
  EXPECT_TRUE(index.findNearest({{10, 0, 0, 0}}, 1).empty());
}

TEST(DescriptorIndex, PassesOverSamplesOfAnotherLength) {
  DescriptorIndex index(10);
  index.add(1, 1, shared({10, 0}));
  index.add(2, 2, shared({0, 0, 0, 10}));
  index.add(3, 3, shared({}));
  index.add(4, 4, shared({0, 10, 0}));
  const std::vector<PersonMatch> nearest = index.findNearest({{10, 0, 0}}, 5);
  ASSERT_EQ(nearest.size(), 1U);
  EXPECT_EQ(nearest[0].person, 4);
  EXPECT_TRUE(index.findNearest({}, 5).empty());
}

TEST(DescriptorIndex, FindsNobodyWhereNobodyIs) {
  EXPECT_TRUE(DescriptorIndex(10).findNearest({{1, 2, 3}}, 5).empty());
}

TEST(DescriptorIndex, SearchesAsThoughWhatIsNotAdmittedWereNotThere) {
  const DescriptorIndex all = smallIndex();
  const vision::FaceViews views{{{{10, 0, 0}}, {{0, 10, 0}}}, {}};
  const auto search = [&](const DescriptorIndex::Admits& admits) {
    return all.findNearestByViews(views, 2, nullptr, admits);
  };
  EXPECT_EQ(search([](const PersonMatch&) { return true; }).at(0).sample, 1);

  const auto withoutFirst = search([](const PersonMatch& match) { return match.sample != 1; });
  DescriptorIndex removed = smallIndex();
  removed.removeSample(1);
  const auto expected = removed.findNearestByViews(views, 2);
  ASSERT_EQ(withoutFirst.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(withoutFirst[i].sample, expected[i].sample);
    EXPECT_EQ(withoutFirst[i].distance, expected[i].distance);
  }

  const auto withoutPerson = search([](const PersonMatch& match) { return match.person != 7; });
  ASSERT_EQ(withoutPerson.size(), 1U);
  EXPECT_EQ(withoutPerson[0].person, 8);
  // By the first view sample 3 is as far as can be, although no view is nearer to it.
  EXPECT_TRUE(search([](const PersonMatch& match) { return match.distance > 4; }).empty());
}

}  // namespace
}  // namespace facewire::gallery
