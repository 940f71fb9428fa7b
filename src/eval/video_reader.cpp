#include "video_reader.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace facewire::eval {

VideoReader::VideoReader(const std::filesystem::path& file, std::int64_t step, bool inColour)
    : step_(step), inColour_(inColour) {
  if (!capture_.open(file.string()))
    throw std::runtime_error(file.string() + ": is missing, or no video that can be read");
}

std::vector<NumberedFrame> VideoReader::readSome(std::size_t count) {
  std::vector<NumberedFrame> frames;
  while (frames.size() < count && capture_.grab()) {
    const std::int64_t index = next_++;
    if (index % step_ != 0) continue;
    cv::Mat colour;
    if (!capture_.retrieve(colour)) break;
    NumberedFrame& frame = frames.emplace_back();
    frame.index = index;
    cv::cvtColor(colour, frame.picture.grey, cv::COLOR_BGR2GRAY);
    if (inColour_) frame.picture.colour = colour.clone();  // what was retrieved is the decoder's
  }
  return frames;
}

std::size_t VideoReader::expected() const {
  const double frames = capture_.get(cv::CAP_PROP_FRAME_COUNT);
  return frames > 1 && frames < 1e9
             ? std::max<std::size_t>(1, static_cast<std::size_t>(frames) / static_cast<std::size_t>(step_))
             : 1;
}

}  // namespace facewire::eval
