#include "pictures.hpp"

#include <stdexcept>

#include "facewire/image/jpeg_codec.hpp"
#include "portraits/scene.hpp"

namespace facewire::test {

Bytes toJpeg(const cv::Mat& picture) {
  image::JpegEncoder encoder;
  const auto jpeg = encoder.encode(picture, 92);
  if (!jpeg) throw std::runtime_error(jpeg.error().detail);
  return {jpeg->begin(), jpeg->end()};
}

Bytes portraitJpeg(std::uint64_t person, std::uint64_t shot, cv::Size size) {
  return toJpeg(portraits::renderScene(portraits::portraitScene(person, shot, size)).image);
}

Bytes groupJpeg(const std::vector<std::uint64_t>& people, cv::Size size, std::uint64_t seed) {
  return toJpeg(portraits::renderScene(portraits::groupScene(people, size, seed)).image);
}

Bytes emptyRoomJpeg(cv::Size size) {
  return groupJpeg({}, size);
}

}  // namespace facewire::test
