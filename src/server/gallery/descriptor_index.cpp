#include "facewire/gallery/descriptor_index.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>
#include <tuple>

namespace facewire::gallery {
namespace {

constexpr std::size_t kCounts = 256;

/// 4ab/(a+b), at kCounts * a + b.
std::vector<float> makeOverlapTable() {
  std::vector<float> table(kCounts * kCounts);
  for (std::size_t a = 0; a < kCounts; ++a) {
    for (std::size_t b = 0; b < kCounts; ++b) {
      const auto sum = static_cast<double>(a + b);
      table[kCounts * a + b] = sum == 0 ? 0.0F : static_cast<float>(4.0 * static_cast<double>(a * b) / sum);
    }
  }
  return table;
}

std::uint32_t sumOf(const vision::Descriptor& descriptor) {
  return std::accumulate(descriptor.counts.begin(), descriptor.counts.end(), std::uint32_t{0});
}

/// A bin that the probe has, and where its row of the overlap table begins.
struct Term {
  std::uint32_t bin;
  std::uint32_t row;
};

/// The probe's bins that are not zero; padded with rows of zeros to a multiple of kLanes.
constexpr std::size_t kLanes = 4;

std::vector<Term> termsOf(const vision::Descriptor& probe) {
  std::vector<Term> terms;
  for (std::size_t bin = 0; bin < probe.counts.size(); ++bin) {
    if (probe.counts[bin] == 0) continue;
    terms.push_back({static_cast<std::uint32_t>(bin), static_cast<std::uint32_t>(kCounts * probe.counts[bin])});
  }
  while (terms.size() % kLanes != 0) terms.push_back({0, 0});
  return terms;
}

/// Several sums side by side, so that one addition need not wait for the last. Counts are small integers: where probe
/// and sample are the same, every term and sum is exact and so the distance is 0.
float sumOverlap(const std::vector<Term>& terms, const std::uint8_t* counts, const float* overlap) {
  std::array<float, kLanes> sums{};
  for (std::size_t i = 0; i < terms.size(); i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const Term term = terms[i + lane];
      sums[lane] += overlap[term.row + counts[term.bin]];
    }
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

bool isNearer(const PersonMatch& a, const PersonMatch& b) {
  return std::tie(a.distance, a.sample) < std::tie(b.distance, b.sample);
}

/// Puts `match` where it belongs among the nearest people, each of whom is there once.
void keepNearest(std::vector<PersonMatch>& nearest, std::size_t count, const PersonMatch& match) {
  if (nearest.size() == count && !isNearer(match, nearest.back())) return;
  const auto same = std::find_if(nearest.begin(), nearest.end(),
                                 [&](const PersonMatch& other) { return other.person == match.person; });
  if (same != nearest.end()) {
    if (!isNearer(match, *same)) return;
    nearest.erase(same);
  } else if (nearest.size() == count) {
    nearest.pop_back();
  }
  nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), match, isNearer), match);
}

}  // namespace

DescriptorIndex::DescriptorIndex(int cellPixels)
    : cellPixels_(cellPixels), overlap_(std::make_shared<const std::vector<float>>(makeOverlapTable())) {
  assert(cellPixels > 0);
}

void DescriptorIndex::add(SampleId sample, PersonId person, std::shared_ptr<const vision::Descriptor> descriptor) {
  const auto place = std::lower_bound(entries_.begin(), entries_.end(), sample,
                                      [](const Entry& entry, SampleId id) { return entry.sample < id; });
  const std::uint32_t sum = sumOf(*descriptor);
  entries_.insert(place, {sample, person, std::move(descriptor), sum});
}

void DescriptorIndex::removeSample(SampleId sample) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.sample == sample; });
}

void DescriptorIndex::removePerson(PersonId person) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.person == person; });
}

// (a - b)^2 / (a + b) = (a + b) - 4ab / (a + b): the first part sums to what all counts do, and the second is not zero
// only in bins that both have, a tenth of them all.
std::vector<PersonMatch> DescriptorIndex::findNearest(const vision::Descriptor& probe, std::size_t count) const {
  std::vector<PersonMatch> nearest;
  if (count == 0) return nearest;
  const std::vector<Term> terms = termsOf(probe);
  const std::uint32_t probeSum = sumOf(probe);
  for (const Entry& entry : entries_) {
    const std::vector<std::uint8_t>& counts = entry.descriptor->counts;
    if (counts.size() != probe.counts.size() || counts.empty()) continue;
    const double overlap = sumOverlap(terms, counts.data(), overlap_->data());
    const double difference = std::max(0.0, static_cast<double>(probeSum) + entry.sum - overlap);
    keepNearest(nearest, count, {entry.person, entry.sample, 2.0 * difference / cellPixels_});
  }
  return nearest;
}

}  // namespace facewire::gallery
