#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "facewire/vision/face_chip.hpp"

namespace facewire::bench {

/// As many different faces as a benchmark wants, quickly: a few dozen drawn portraits, mixed in pairs into people, each
/// of whom is turned, moved and lit differently from picture to picture. Their histograms are as full and as uneven as
/// those of photographs. The same numbers give the same picture.
class DrawnFaces {
 public:
  DrawnFaces();

  vision::FaceChip face(std::uint64_t person, std::uint64_t shot) const;

 private:
  std::vector<cv::Mat> portraits_;
};

}  // namespace facewire::bench
