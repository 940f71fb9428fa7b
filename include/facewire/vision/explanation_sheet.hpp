#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

namespace facewire::vision {

/// A face as a sheet shows it: both 8-bit grey or BGR, any size; empty where there is no such picture.
struct FacePictures {
  cv::Mat crop;     ///< the face box
  cv::Mat encoded;  ///< what the encoder compares (FaceEncoder::normalise)
};

/// Somebody whom a face was compared with, by their nearest sample.
struct ExplainedCandidate {
  std::string name;    ///< UTF-8, any script
  std::string sample;  ///< which sample, in a few words
  double distance = 0;
  bool stranger = false;  ///< a known stranger
  FacePictures pictures;
};

/// One face, and why it was named or not.
struct ExplainedFace {
  cv::Rect box;         ///< in the picture that is explained
  bool known = false;   ///< named: tells the colours
  std::string verdict;  ///< the name, or "unknown"
  std::string reason;   ///< in words: "accepted: distance 41.2, needs 58.0 or less"
  std::string detail;   ///< of the face itself: its size, its score
  double threshold = 0;
  double limit = 0;  ///< the largest distance at which this face would have been named; at most the threshold
  FacePictures pictures;
  std::vector<ExplainedCandidate> candidates;  ///< nearest first; the first two are shown
};

/// What a sheet tells of one picture.
struct Explanation {
  cv::Mat picture;      ///< the whole of it: 8-bit grey or BGR
  std::string summary;  ///< one line: how many faces, how many known
  std::string gallery;  ///< one line: what they were compared with, or what there is to say without faces
  std::vector<ExplainedFace> faces;
};

/// So many faces have a row; of more, the largest.
inline constexpr std::size_t kExplainedFaces = 12;

/// Draws the sheet, CV_8UC3 (BGR), kSheetWidth wide and as high as its rows need: the picture with its faces numbered,
/// then for each face its crop beside the nearest sample's and the next person's, and the distances on a bar with the
/// limit marked. Text as the Annotator's. Throws nothing of its own; safe for concurrent use.
inline constexpr int kSheetWidth = 1080;
cv::Mat drawExplanation(const Explanation& explanation);

}  // namespace facewire::vision
