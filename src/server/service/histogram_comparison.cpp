#include "histogram_comparison.hpp"

#include <utility>

namespace facewire::service {

namespace {

/// Whoever chooses a threshold means that one, also where nobody else is enrolled.
gallery::DecisionOptions ruleFor(const ServiceOptions& options, const gallery::HistogramIndex& index) {
  gallery::DecisionOptions rule = index.decisionOptions();
  if (options.openCvThreshold) {
    rule.threshold = *options.openCvThreshold;
    rule.absentNext = rule.threshold * rule.clearOfNext;
  }
  return rule;
}

}  // namespace

std::vector<HistogramComparison> compareWithHistograms(const ServiceOptions& options,
                                                       const gallery::GallerySnapshot& snapshot, const cv::Mat& grey,
                                                       const cv::Rect& frame, std::size_t count) {
  std::vector<HistogramComparison> comparisons;
  const cv::Rect face = frame & cv::Rect(0, 0, grey.cols, grey.rows);
  if (face.empty()) return comparisons;
  for (const gallery::HistogramIndex& index : snapshot.histograms) {
    // Whoever chooses a threshold has chosen it for whatever faces there are, as with OpenCV.
    if (!options.openCvThreshold && !index.isLargeEnough(face)) continue;
    HistogramComparison made;
    made.matches = index.findNearest(index.probesOf(grey, face), count);
    made.rule = ruleFor(options, index);
    made.decision = gallery::decide(made.matches, made.rule);
    comparisons.push_back(std::move(made));
  }
  return comparisons;
}

}  // namespace facewire::service
