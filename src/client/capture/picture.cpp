#include "facewire/capture/picture.hpp"

#include <opencv2/imgcodecs.hpp>
#include <utility>
#include <vector>

#include "facewire/base/file.hpp"

namespace facewire::capture {
namespace {

constexpr int kPictureQuality = 95;

bool isJpeg(ByteView bytes) {
  return bytes.size() >= 3 && bytes[0] == std::byte{0xFF} && bytes[1] == std::byte{0xD8} && bytes[2] == std::byte{0xFF};
}

/// Decodes with whatever format OpenCV finds; an empty picture where it finds none.
cv::Mat decode(ByteView bytes, int flags) {
  if (bytes.empty()) return {};
  // imdecode reads a Mat of bytes and does not change it, but has no const view.
  const cv::Mat view(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::byte*>(bytes.data()));
  try {
    return cv::imdecode(view, flags);
  } catch (const cv::Exception&) {
    return {};
  }
}

}  // namespace

Result<Bytes> toJpeg(Bytes picture, const std::string& name) {
  if (isJpeg(picture)) return picture;
  if (picture.empty()) return fail(ErrorCode::invalidInput, name + ": is empty");
  const cv::Mat decoded = decode(picture, cv::IMREAD_ANYCOLOR);
  if (decoded.empty()) {
    return fail(ErrorCode::invalidInput,
                name + ": is not a picture that can be read (JPEG, PNG, BMP, PGM, TIFF, WebP, ...)");
  }
  Result<Bytes> jpeg = encodeJpeg(decoded, kPictureQuality);
  if (!jpeg) return fail(jpeg.error().code, name + ": " + jpeg.error().detail);
  return jpeg;
}

Result<Bytes> readPictureAsJpeg(const std::filesystem::path& file) {
  Result<Bytes> bytes = readFile(file, kMaxPictureBytes);
  if (!bytes) return bytes;
  return toJpeg(std::move(*bytes), file.string());
}

Result<Bytes> encodeJpeg(const cv::Mat& picture, int quality) {
  std::vector<uchar> jpeg;
  try {
    if (cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, quality})) {
      const auto bytes = std::as_bytes(std::span(jpeg));
      return Bytes(bytes.begin(), bytes.end());
    }
  } catch (const cv::Exception&) {
  }
  return fail(ErrorCode::invalidInput, "a picture of " + std::to_string(picture.cols) + " x " +
                                           std::to_string(picture.rows) + " pixels cannot be written as a JPEG");
}

Result<cv::Mat> decodeColour(ByteView jpeg) {
  cv::Mat picture = decode(jpeg, cv::IMREAD_COLOR);
  if (picture.empty()) return fail(ErrorCode::corruptImage, "the server's annotated picture cannot be decoded");
  return picture;
}

}  // namespace facewire::capture
