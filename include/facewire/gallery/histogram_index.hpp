#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <opencv2/core/mat.hpp>
#include <span>
#include <vector>

#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/person.hpp"
#include "facewire/gallery/person_match.hpp"
#include "facewire/vision/opencv_histogram.hpp"

namespace facewire::gallery {

/// People of whom there is only what cv::face::LBPHFaceRecognizer kept, all by the same settings: exact
/// nearest-neighbour search by its own distance, HISTCMP_CHISQR_ALT, 0 to 4 a cell. A plain scan: such galleries are
/// small, and do not grow here. A value: copies share the samples. Safe for concurrent reading.
class HistogramIndex {
 public:
  explicit HistogramIndex(const vision::OpenCvSettings& settings);

  /// Preconditions: no sample of that id is there; the histogram is valid and of these settings.
  void add(SampleId sample, PersonId person, const vision::OpenCvHistogram& histogram);
  void removeSample(SampleId sample);
  void removePerson(PersonId person);

  /// The `count` nearest people, nearest first, each with the nearest of their samples (the lowest id on a tie), by the
  /// nearest of the probes. Precondition: the probes are of these settings.
  std::vector<PersonMatch> findNearest(std::span<const vision::OpenCvHistogram> probes, std::size_t count) const;

  /// The face as it is held beside these: brought to the sizes that the middle one of them may have had. `grey`:
  /// CV_8UC1; `face` is inside it, and not empty.
  std::vector<vision::OpenCvHistogram> probesOf(const cv::Mat& grey, const cv::Rect& face) const;

  /// When a face is named. OpenCV's distances depend on how large and how sharp the pictures were, so the limit is what
  /// lies between the people here; for one person alone, what lies between people in pictures of that size
  /// (docs/accuracy.md). Takes milliseconds when it is first asked for after a change.
  DecisionOptions decisionOptions() const;

  /// Whether a face of that size says enough for `decisionOptions`: it need not be enlarged so much that a stranger's
  /// would be as near as one of these people's.
  bool isLargeEnough(const cv::Rect& face) const;

  const vision::OpenCvSettings& settings() const { return settings_; }
  std::size_t size() const { return members_.size(); }
  /// What the samples occupy in memory.
  std::size_t bytes() const;

 private:
  struct Member;
  struct Derived;

  template <typename IsGone>
  void removeWhere(const IsGone& isGone);
  const Derived& derived() const;
  double usualDistance(int cellPixels) const;

  vision::OpenCvSettings settings_;
  std::vector<std::shared_ptr<const Member>> members_;
  std::shared_ptr<Derived> derived_;  ///< of these members; shared by copies
};

}  // namespace facewire::gallery
