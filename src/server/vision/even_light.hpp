#pragma once

#include <opencv2/core/mat.hpp>

namespace facewire::vision {

/// Takes uneven light out of a face: X. Tan and B. Triggs, "Enhanced local texture feature sets for face recognition
/// under difficult lighting conditions" (2010), section II: gamma 0.2, difference of Gaussians (1 and 2 pixels),
/// contrast equalisation (exponent 0.1, bound 10). `face`: CV_8UC1, any size; the result has its size and type, with
/// middle grey where the paper has 0. A pure function.
cv::Mat evenLight(const cv::Mat& face);

}  // namespace facewire::vision
