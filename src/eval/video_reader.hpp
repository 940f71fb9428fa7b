#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <opencv2/videoio.hpp>
#include <vector>

#include "facewire/vision/picture.hpp"

namespace facewire::eval {

struct NumberedFrame {
  std::int64_t index = 0;
  vision::Picture picture;
};

/// Every `step`-th frame of a video file, from frame 0. Confined to one thread.
class VideoReader {
 public:
  /// Throws std::runtime_error naming the file where it cannot be opened.
  VideoReader(const std::filesystem::path& file, std::int64_t step, bool inColour);

  /// Up to `count` frames; none at the end.
  std::vector<NumberedFrame> readSome(std::size_t count);

  /// How many frames there will be, by the file's header; an estimate, at least 1.
  std::size_t expected() const;

 private:
  cv::VideoCapture capture_;
  std::int64_t step_;
  bool inColour_;
  std::int64_t next_ = 0;
};

}  // namespace facewire::eval
