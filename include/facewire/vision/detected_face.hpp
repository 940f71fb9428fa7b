#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core/types.hpp>
#include <optional>
#include <span>
#include <vector>

namespace facewire::vision {

/// Five points of a face, in pixels: the eye on the picture's left, the other eye, the tip of the nose, the corner of
/// the mouth on the picture's left, the other corner.
using Landmarks = std::array<cv::Point2f, 5>;

/// A face in a picture.
struct DetectedFace {
  cv::Rect box;                                       ///< as the detector gives it, inside the picture
  std::optional<Landmarks> landmarks = std::nullopt;  ///< where the detector gives them

  /// The square about the face that the frontal Haar cascade would give, whatever found it: what is cut and encoded, so
  /// that faces enrolled by one detector can be compared with those found by another. May reach over the picture's
  /// edges; never empty.
  cv::Rect frame() const;
};

/// How much of their area two boxes share (intersection over union): 0 to 1. Precondition: one of them is not empty.
double sharedArea(const cv::Rect& one, const cv::Rect& other);

/// The boxes of faces without landmarks, as faces, and back. What is given takes the place of what was in it.
std::vector<DetectedFace> asFaces(std::span<const cv::Rect> boxes);
void asFaces(std::span<const cv::Rect> boxes, std::vector<DetectedFace>& faces);
std::vector<cv::Rect> boxesOf(std::span<const DetectedFace> faces);
void boxesOf(std::span<const DetectedFace> faces, std::vector<cv::Rect>& boxes);

/// Leaves at most `most` of them, the largest, in the order in which they are.
void keepLargest(std::vector<DetectedFace>& faces, std::size_t most);

/// Where the landmarks of an upright face are within `frame`, a square from DetectedFace::frame.
Landmarks usualLandmarks(const cv::Rect& frame);

}  // namespace facewire::vision
