#include "facewire/gallery/histogram_index.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

namespace facewire::gallery {
namespace {

/// From so many samples is known how far people are from one another.
constexpr std::size_t kLookedAt = 64;

/// Of a sample of which it cannot be told.
constexpr int kUsualCellPixels = 144;

/// How far the nearest of other people is in AT&T's pictures, brought to so many pixels a cell: about as the square
/// root of these, in a grid of 8 x 8.
constexpr double kDistanceOfOthers = 96.5;
constexpr double kOfCellPixels = 121;
constexpr double kOfCells = 64;
/// Smaller pictures are no farther from each other.
constexpr double kMostOfOthers = 126;

/// Enlarged more, strangers from another camera are as near as one of the people (docs/accuracy.md).
constexpr double kMostEnlarged = 1.5;

/// So much nearer than the usual other person one must be, and as clearly nearer than the next: a stranger's face is
/// named once in a hundred on AT&T, Yale and LFW, and where two people of an interview are known (docs/accuracy.md).
constexpr double kOfUsual = 0.9;
constexpr double kClearOfNext = 1.3;

}  // namespace

/// The shares that are not 0: a sixth of them.
struct HistogramIndex::Member {
  SampleId sample;
  PersonId person;
  int cellPixels;
  std::vector<std::uint32_t> bins;
  std::vector<float> shares;

  /// `probe`: all of its shares, which sum to `sum`. What a bin adds is (a - b)^2 / (a + b), which is `a` where b is 0.
  double distanceFrom(const std::vector<float>& probe, double sum) const {
    double rest = sum;
    for (std::size_t i = 0; i < bins.size(); ++i) {
      const double a = static_cast<double>(probe[bins[i]]);
      const double b = static_cast<double>(shares[i]);
      rest += (a - b) * (a - b) / (a + b) - a;
    }
    return std::max(0.0, 2 * rest);
  }
};

/// What all members together say, once somebody wants to know.
struct HistogramIndex::Derived {
  std::once_flag once;
  std::vector<cv::Size> pictureSizes;
  DecisionOptions decision;
};

HistogramIndex::HistogramIndex(const vision::OpenCvSettings& settings)
    : settings_(settings), derived_(std::make_shared<Derived>()) {}

void HistogramIndex::add(SampleId sample, PersonId person, const vision::OpenCvHistogram& histogram) {
  Member member{sample, person, vision::cellPixelsOf(histogram), {}, {}};
  for (std::size_t bin = 0; bin < histogram.shares.size(); ++bin) {
    if (histogram.shares[bin] == 0) continue;
    member.bins.push_back(static_cast<std::uint32_t>(bin));
    member.shares.push_back(histogram.shares[bin]);
  }
  members_.push_back(std::make_shared<const Member>(std::move(member)));
  derived_ = std::make_shared<Derived>();
}

template <typename IsGone>
void HistogramIndex::removeWhere(const IsGone& isGone) {
  if (std::erase_if(members_, [&](const auto& member) { return isGone(*member); }) == 0) return;
  derived_ = std::make_shared<Derived>();
}

void HistogramIndex::removeSample(SampleId sample) {
  removeWhere([sample](const Member& member) { return member.sample == sample; });
}

void HistogramIndex::removePerson(PersonId person) {
  removeWhere([person](const Member& member) { return member.person == person; });
}

std::vector<PersonMatch> HistogramIndex::findNearest(std::span<const vision::OpenCvHistogram> probes,
                                                     std::size_t count) const {
  std::vector<double> sums;
  for (const vision::OpenCvHistogram& probe : probes) {
    sums.push_back(std::accumulate(probe.shares.begin(), probe.shares.end(), 0.0));
  }
  std::map<PersonId, PersonMatch> nearest;
  for (const auto& member : members_) {
    PersonMatch match{member->person, member->sample, std::numeric_limits<double>::infinity()};
    for (std::size_t i = 0; i < probes.size(); ++i) {
      match.distance = std::min(match.distance, member->distanceFrom(probes[i].shares, sums[i]));
    }
    const auto [place, isFirst] = nearest.try_emplace(match.person, match);
    PersonMatch& best = place->second;
    const bool isNearer = match.distance < best.distance;
    const bool isTie = match.distance == best.distance && match.sample < best.sample;
    if (!isFirst && (isNearer || isTie)) best = match;
  }
  std::vector<PersonMatch> matches;
  for (const auto& [person, match] : nearest) matches.push_back(match);
  std::ranges::sort(matches, [](const PersonMatch& one, const PersonMatch& other) {
    return std::pair(one.distance, one.sample) < std::pair(other.distance, other.sample);
  });
  matches.resize(std::min(matches.size(), count));
  return matches;
}

std::vector<vision::OpenCvHistogram> HistogramIndex::probesOf(const cv::Mat& grey, const cv::Rect& face) const {
  std::vector<vision::OpenCvHistogram> probes;
  for (const cv::Size& size : derived().pictureSizes) {
    probes.push_back(vision::takeOpenCvHistogram(vision::cutForOpenCv(grey, face, size), settings_));
  }
  return probes;
}

bool HistogramIndex::isLargeEnough(const cv::Rect& face) const {
  return face.width * kMostEnlarged >= derived().pictureSizes.front().width;
}

DecisionOptions HistogramIndex::decisionOptions() const {
  return derived().decision;
}

std::size_t HistogramIndex::bytes() const {
  std::size_t sum = 0;
  for (const auto& member : members_) {
    sum += sizeof(Member) + member->bins.size() * (sizeof(std::uint32_t) + sizeof(float));
  }
  return sum;
}

const HistogramIndex::Derived& HistogramIndex::derived() const {
  Derived& derived = *derived_;
  std::call_once(derived.once, [&] {
    std::vector<int> pixels;
    for (const auto& member : members_) {
      if (member->cellPixels > 0) pixels.push_back(member->cellPixels);
    }
    std::ranges::sort(pixels);
    const int middle = pixels.empty() ? kUsualCellPixels : pixels[pixels.size() / 2];
    derived.pictureSizes = vision::pictureSizesFor(settings_, middle);
    const double usual = usualDistance(middle);
    derived.decision = {.threshold = kOfUsual * usual, .clearOfNext = kClearOfNext, .absentNext = usual};
  });
  return derived;
}

/// The median of how far a sample's nearest of another person is.
double HistogramIndex::usualDistance(int cellPixels) const {
  std::vector<const Member*> some;
  const std::size_t count = std::min(kLookedAt, members_.size());
  for (std::size_t i = 0; i < count; ++i) some.push_back(members_[i * members_.size() / count].get());
  std::vector<double> nearest;
  std::vector<float> shares(static_cast<std::size_t>(settings_.gridX * settings_.gridY) * 256);
  for (const Member* one : some) {
    std::ranges::fill(shares, 0.0F);
    double sum = 0;
    for (std::size_t i = 0; i < one->bins.size(); ++i) {
      shares[one->bins[i]] = one->shares[i];
      sum += static_cast<double>(one->shares[i]);
    }
    double least = std::numeric_limits<double>::infinity();
    for (const Member* other : some) {
      if (other->person != one->person) least = std::min(least, other->distanceFrom(shares, sum));
    }
    if (std::isfinite(least)) nearest.push_back(least);
  }
  if (nearest.empty()) {
    const double cells = settings_.gridX * settings_.gridY / kOfCells;
    return cells * std::min(kMostOfOthers, kDistanceOfOthers * std::sqrt(kOfCellPixels / cellPixels));
  }
  std::ranges::sort(nearest);
  return nearest[nearest.size() / 2];
}

}  // namespace facewire::gallery
