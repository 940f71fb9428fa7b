#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>
#include <vector>

#include "facewire/base/bytes.hpp"

namespace facewire::test {

/// Drawn pictures as a camera would send them: JPEG, quality 92.
Bytes toJpeg(const cv::Mat& picture);
Bytes portraitJpeg(std::uint64_t person, std::uint64_t shot, cv::Size size = {320, 240});
Bytes groupJpeg(const std::vector<std::uint64_t>& people, cv::Size size = {640, 480}, std::uint64_t seed = 1);
Bytes emptyRoomJpeg(cv::Size size = {320, 240});

}  // namespace facewire::test
