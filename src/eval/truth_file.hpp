#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <opencv2/core/types.hpp>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"

namespace facewire::eval {

/// A face that is really there.
struct TrueFace {
  cv::Rect box;
  std::string identity;
};

/// Who is where in a video, by frame from 0.
struct Truth {
  std::map<std::int64_t, std::vector<TrueFace>> frames;
  /// Every how many frames the video was looked at: the greatest common divisor of the frames' numbers. A frame of
  /// those that has no line shows nobody.
  std::int64_t step = 1;
};

/// Reads CSV with a header that names the columns frame, x, y, w, h and identity (or name), in any order among others.
/// Fields hold no commas. Errors: `invalidInput`, naming the file, the line and what is wrong.
Result<Truth> readTruth(const std::filesystem::path& file);

}  // namespace facewire::eval
