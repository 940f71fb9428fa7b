#include "engine.hpp"

#include <opencv2/imgproc.hpp>

namespace facewire::service {

Result<void> Engine::decode(ByteView jpeg, const image::JpegHeader& header) {
  if (wantsColour) return decodeInColour(jpeg, header);
  isInColour = false;
  return decoder.decode(jpeg, header, image::PixelFormat::grey, grey);
}

Result<void> Engine::decodeInColour(ByteView jpeg, const image::JpegHeader& header) {
  isInColour = header.components > 1;
  if (!isInColour) return decoder.decode(jpeg, header, image::PixelFormat::grey, grey);
  if (auto done = decoder.decode(jpeg, header, image::PixelFormat::bgr, colour); !done) return done;
  cv::cvtColor(colour, grey, cv::COLOR_BGR2GRAY);
  return {};
}

}  // namespace facewire::service
