#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <optional>

#include "facewire/vision/area_buffers.hpp"
#include "facewire/vision/detected_face.hpp"

namespace facewire::vision {

/// Side of the largest chip, in pixels.
inline constexpr int kChipSide = 192;
/// How much wider than the face box a chip is cut, so that another engine can find eyes or landmarks in it later.
inline constexpr double kChipMargin = 1.4;

/// The part of a picture that holds one face: what is enrolled (as PNG) and what is encoded. A probe goes through the
/// same cut as an enrolled sample, so both meet the encoder at the same scale.
struct FaceChip {
  cv::Mat picture;  ///< CV_8UC1 or CV_8UC3 (BGR), at most kChipSide wide and high
  cv::Rect face;    ///< the face's frame (DetectedFace::frame) inside `picture`, as far as it reaches
  std::optional<Landmarks> landmarks{};  ///< in pixels of `picture`, where the detector gave them
};

/// What cutting one chip after the other needs in memory: kept, the next one takes none.
struct ChipBuffers {
  cv::Mat pixels;  ///< one row, as long as the largest picture so far
  AreaBuffers areas;
};

/// Cuts the face with its margin (as far as the picture reaches) and shrinks it to kChipSide where it is larger; never
/// enlarges. `picture`: CV_8UC1 or CV_8UC3; `face` inside it, at least 1 x 1. A pure function.
FaceChip cutChip(const cv::Mat& picture, const cv::Rect& face);

/// The same of a detected face: its frame, as far as that is inside the picture, and its landmarks.
FaceChip cutChip(const cv::Mat& picture, const DetectedFace& face);
/// The chip's picture lies in the buffers: valid until the next cut with them.
void cutChip(const cv::Mat& picture, const DetectedFace& face, FaceChip& chip, ChipBuffers& buffers);

/// The whole picture is the face (`--cropped`).
FaceChip chipOfCroppedFace(const cv::Mat& picture);

}  // namespace facewire::vision
