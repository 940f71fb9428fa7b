// The index against a plain scan, in the same whole numbers: every distance is the same to the last bit, on every
// instruction set that this machine has.

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <thread>

#include "facewire/gallery/descriptor_index.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "lbph_pictures.hpp"

namespace facewire::gallery {
namespace {

constexpr int kPixels = 100;

/// What the tests know of a sample.
struct Known {
  PersonId person;
  std::shared_ptr<const vision::Descriptor> descriptor;
};

class PlainScan {
 public:
  std::map<SampleId, Known> known;

  static double distance(const vision::Descriptor& a, const vision::Descriptor& b, int cellPixels) {
    std::uint32_t sums = 0;
    std::uint32_t overlap = 0;
    for (std::size_t bin = 0; bin < a.counts.size(); ++bin) {
      const double x = a.counts[bin];
      const double y = b.counts[bin];
      sums += a.counts[bin] + b.counts[bin];
      if (x * y > 0) overlap += static_cast<std::uint32_t>(std::lround(4.0 * (x * y) / (x + y) * 4096));
    }
    return 2.0 * std::max(0.0, static_cast<double>(sums) - static_cast<double>(overlap) / 4096) / cellPixels;
  }

  std::vector<PersonMatch> findNearest(const std::vector<vision::Descriptor>& views, std::size_t count,
                                       int cellPixels) const {
    std::map<PersonId, PersonMatch> best;
    for (const auto& [sample, entry] : known) {
      for (const vision::Descriptor& view : views) {
        if (entry.descriptor->counts.size() != view.counts.size()) continue;
        const double distance = PlainScan::distance(view, *entry.descriptor, cellPixels);
        const auto [place, isNew] = best.try_emplace(entry.person, PersonMatch{entry.person, sample, distance});
        if (!isNew && distance < place->second.distance) place->second = {entry.person, sample, distance};
      }
    }
    std::vector<PersonMatch> nearest;
    for (const auto& [person, match] : best) nearest.push_back(match);
    std::ranges::sort(nearest, [](const PersonMatch& a, const PersonMatch& b) {
      return std::pair(a.distance, a.sample) < std::pair(b.distance, b.sample);
    });
    if (nearest.size() > count) nearest.resize(count);
    return nearest;
  }
};

void expectSame(const std::vector<PersonMatch>& found, const std::vector<PersonMatch>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].person, expected[i].person) << i;
    EXPECT_EQ(found[i].sample, expected[i].sample) << i;
    EXPECT_EQ(found[i].distance, expected[i].distance) << i;
  }
}

/// Some bins are everybody's and some nearly nobody's, most counts are small and a few large, some stretches are empty.
vision::Descriptor unevenDescriptor(std::mt19937& random, std::size_t length) {
  vision::Descriptor descriptor;
  descriptor.counts.assign(length, 0);
  const bool hasEmptyCells = random() % 4 == 0;
  for (std::size_t bin = 0; bin < length; ++bin) {
    if (hasEmptyCells && bin / 64 % 3 == 1) continue;
    const unsigned commonness = static_cast<unsigned>(bin * 2654435761U >> 7) % 100;
    if (random() % 100 >= commonness) continue;
    const auto kind = random() % 20;
    const auto count = kind == 0 ? 16 + random() % 240 : kind < 4 ? random() % 16 : 1 + random() % 2;
    descriptor.counts[bin] = static_cast<std::uint8_t>(count);
  }
  return descriptor;
}

/// Once on each instruction set that the machine has, and once on none.
class ExactSearch : public testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { use(GetParam()); }
  void TearDown() override { use(0); }

  /// That target from the next call on; 0: the best there is.
  static void use(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().DeInit();
  }

  void add(DescriptorIndex& index, PlainScan& scan, SampleId sample, PersonId person, vision::Descriptor descriptor) {
    auto shared = std::make_shared<const vision::Descriptor>(std::move(descriptor));
    scan.known[sample] = {person, shared};
    index.add(sample, person, std::move(shared));
  }

  std::mt19937 random{21};
};

INSTANTIATE_TEST_SUITE_P(OnEveryTarget, ExactSearch, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         [](const auto& test) { return std::string(hwy::TargetName(test.param)); });

TEST_P(ExactSearch, AgreesWithAPlainScanAtEverySizeAboutTheEdgesOfBlocks) {
  for (const std::size_t length : {1U, 5U, 16U, 127U, 128U, 129U, 300U, 1000U}) {
    DescriptorIndex index(kPixels);
    PlainScan scan;
    for (SampleId sample = 1; sample <= 530; ++sample) {
      add(index, scan, sample, sample % 60, unevenDescriptor(random, length));
      const std::int64_t edge = sample % 32;
      if ((edge > 1 && edge < 31 && sample != 15 && sample != 16) || (length > 300 && sample % 256 > 1)) continue;
      const vision::Descriptor probe = unevenDescriptor(random, length);
      expectSame(index.findNearest(probe, 1000), scan.findNearest({probe}, 1000, kPixels));
      if (testing::Test::HasFailure()) FAIL() << length << " bins, " << sample << " samples";
    }
  }
}

TEST_P(ExactSearch, AgreesWithAPlainScanWhateverWasAddedAndRemoved) {
  constexpr std::size_t kLength = 200;
  DescriptorIndex index(kPixels);
  PlainScan scan;
  for (SampleId sample = 1; sample <= 1500; ++sample) {
    add(index, scan, sample, static_cast<PersonId>(random() % 90), unevenDescriptor(random, kLength));
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
    const vision::Descriptor probe = unevenDescriptor(random, kLength);
    expectSame(index.findNearest(probe, 7), scan.findNearest({probe}, 7, kPixels));
  }
}

TEST_P(ExactSearch, AgreesWithAPlainScanOfAllViewsWhereAllSamplesAreMeasuredAgain) {
  for (const std::size_t views : {1U, 2U, 11U, 16U, 17U, 40U}) {
    for (const std::size_t length : {15U, 16U, 200U, 1000U}) {
      DescriptorIndex index(kPixels);
      PlainScan scan;
      for (SampleId sample = 1; sample <= 32; ++sample) {
        add(index, scan, sample, sample % 8, unevenDescriptor(random, length));
      }
      std::vector<vision::Descriptor> probe;
      for (std::size_t i = 0; i < views; ++i) probe.push_back(unevenDescriptor(random, length));
      expectSame(index.findNearestByViews({probe, {}}, 5), scan.findNearest(probe, 5, kPixels));
    }
  }
}

TEST_P(ExactSearch, MeasuresAgainAlsoWhoIsInASettledBlock) {
  constexpr std::size_t kLength = 300;
  DescriptorIndex index(kPixels);
  PlainScan scan;
  for (SampleId sample = 1; sample <= 900; ++sample) {
    add(index, scan, sample, sample, unevenDescriptor(random, kLength));
  }
  // The samples themselves as views: their distance is 0 where they are measured by them, as the nearest ones are.
  for (const SampleId wanted : {1, 200, 500, 899}) {
    const vision::Descriptor& probe = *scan.known[wanted].descriptor;
    const auto found = index.findNearestByViews({{probe, unevenDescriptor(random, kLength)}, {}}, 3);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].sample, wanted);
    EXPECT_EQ(found[0].distance, 0);
  }
}

TEST_P(ExactSearch, FindsDuplicatesAtTheSameDistanceByTheirNumber) {
  const vision::Descriptor twin = unevenDescriptor(random, 300);
  DescriptorIndex index(kPixels);
  PlainScan scan;
  for (SampleId sample = 600; sample >= 1; --sample) add(index, scan, sample, sample, twin);
  const auto found = index.findNearest(unevenDescriptor(random, 300), 600);
  ASSERT_EQ(found.size(), 600U);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].sample, static_cast<SampleId>(i) + 1);
    EXPECT_EQ(found[i].distance, found[0].distance);
  }
}

TEST_P(ExactSearch, AgreesWithAPlainScanForTheLargestCountsThereAre) {
  vision::Descriptor full;
  full.counts.assign(5000, 255);
  vision::Descriptor fifteen;
  fifteen.counts.assign(5000, 15);
  DescriptorIndex index(kPixels);
  PlainScan scan;
  for (SampleId sample = 1; sample <= 70; ++sample) add(index, scan, sample, sample, sample % 2 == 0 ? full : fifteen);
  for (const vision::Descriptor& probe : {full, fifteen}) {
    expectSame(index.findNearest(probe, 70), scan.findNearest({probe}, 70, kPixels));
    expectSame(index.findNearestByViews({{fifteen, probe}, {}}, 4), scan.findNearest({fifteen, probe}, 4, kPixels));
  }
}

TEST_P(ExactSearch, AgreesWithAPlainScanForEveryEncoder) {
  std::vector<vision::EncoderOptions> encoders{vision::EncoderOptions{}, vision::EncoderOptions::opencv()};
  encoders.emplace_back().radii = {1};
  encoders.back().gridX = 5;
  encoders.emplace_back().tolerance = 0;
  encoders.back().faceSide = 90;
  for (const vision::EncoderOptions& options : encoders) {
    const vision::FaceEncoder encoder(options);
    const auto encode = [&](std::uint64_t seed) {
      return encoder.encode(vision::chipOfCroppedFace(test::smoothPicture(seed)));
    };
    DescriptorIndex index(encoder.cellPixels());
    PlainScan scan;
    for (SampleId sample = 1; sample <= 270; ++sample) {
      add(index, scan, sample, sample % 100, encode(static_cast<std::uint64_t>(sample)));
    }
    const std::vector<vision::Descriptor> probe{encode(9000)};
    expectSame(index.findNearest(probe[0], 100), scan.findNearest(probe, 100, encoder.cellPixels()));
  }
}

TEST(ExactSearchAtOnce, GivesReadersTheirSnapshotWhileAnotherIsMade) {
  std::mt19937 random(2);
  constexpr std::size_t kLength = 300;
  DescriptorIndex current(kPixels);
  PlainScan scan;
  for (SampleId sample = 1; sample <= 300; ++sample) {
    auto descriptor = std::make_shared<const vision::Descriptor>(unevenDescriptor(random, kLength));
    scan.known[sample] = {sample % 40, descriptor};
    current.add(sample, sample % 40, descriptor);
  }
  const DescriptorIndex snapshot = current;
  const std::vector<vision::Descriptor> probe{unevenDescriptor(random, kLength)};
  const auto expected = scan.findNearest(probe, 5, kPixels);
  const auto extra = std::make_shared<const vision::Descriptor>(probe[0]);
  std::vector<std::jthread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      for (int round = 0; round < 60; ++round) {
        expectSame(snapshot.findNearest(probe[0], 5), expected);
        expectSame(snapshot.findNearestByViews({probe, {}}, 5), expected);
      }
    });
  }
  for (SampleId sample = 1; sample <= 200; ++sample) {
    current.add(1000 + sample, sample, extra);
    current.removeSample(sample);
  }
  readers.clear();
  EXPECT_EQ(current.findNearest(probe[0], 1).at(0).distance, 0);
}

}  // namespace
}  // namespace facewire::gallery
