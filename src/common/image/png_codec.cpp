#include "facewire/image/png_codec.hpp"

#include <png.h>

#include <opencv2/core.hpp>
#include <string>

namespace facewire::image {
namespace {

/// libpng's handle of the simplified API, freed on every way out.
struct PngImage : png_image {
  PngImage() : png_image{} { version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(this); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
};

}  // namespace

Result<Bytes> encodePng(const cv::Mat& picture) {
  const auto cannot = [](const std::string& reason) {
    return fail(ErrorCode::internal, "cannot encode a PNG: " + reason);
  };
  if (picture.type() != CV_8UC1 && picture.type() != CV_8UC3)
    return cannot("the picture is neither 8-bit grey nor BGR");
  if (picture.empty() || picture.dims != 2) return cannot("the picture is empty");
  PngImage png;
  png.width = static_cast<png_uint_32>(picture.cols);
  png.height = static_cast<png_uint_32>(picture.rows);
  png.format = picture.channels() == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_BGR;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
  Bytes bytes(size);
  if (png_image_write_to_memory(&png, bytes.data(), &size, 0, picture.data, static_cast<png_int_32>(picture.step),
                                nullptr) == 0) {
    return cannot(png.message);
  }
  bytes.resize(size);
  bytes.shrink_to_fit();
  return bytes;
}

Result<cv::Mat> decodePng(ByteView bytes, std::size_t maxPixels) {
  const auto damaged = [](const std::string& reason) {
    return fail(ErrorCode::corruptImage, "damaged PNG: " + reason);
  };
  PngImage png;
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) return damaged(png.message);
  const std::size_t pixels = std::size_t{png.width} * png.height;
  if (pixels > maxPixels) {
    return fail(ErrorCode::tooManyPixels, "the picture has " + std::to_string(png.width) + " x " +
                                              std::to_string(png.height) + " = " + std::to_string(pixels) +
                                              " pixels; at most " + std::to_string(maxPixels) + " are accepted");
  }
  const bool isColour = (png.format & PNG_FORMAT_FLAG_COLOR) != 0;
  const bool hasAlpha = (png.format & PNG_FORMAT_FLAG_ALPHA) != 0;
  // Read with its alpha and dropped after: libpng would mix what is transparent with a background instead.
  png.format = isColour ? (hasAlpha ? PNG_FORMAT_BGRA : PNG_FORMAT_BGR) : (hasAlpha ? PNG_FORMAT_GA : PNG_FORMAT_GRAY);
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  cv::Mat picture(static_cast<int>(png.height), static_cast<int>(png.width),
                  CV_8UC(static_cast<int>(PNG_IMAGE_SAMPLE_CHANNELS(png.format))));
  if (png_image_finish_read(&png, nullptr, picture.data, static_cast<png_int_32>(picture.step), nullptr) == 0) {
    return damaged(png.message);
  }
  if (!hasAlpha) return picture;
  cv::Mat opaque(picture.size(), isColour ? CV_8UC3 : CV_8UC1);
  const int channels[] = {0, 0, 1, 1, 2, 2};
  cv::mixChannels(&picture, 1, &opaque, 1, channels, isColour ? 3 : 1);
  return opaque;
}

}  // namespace facewire::image
