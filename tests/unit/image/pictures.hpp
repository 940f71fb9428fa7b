#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <random>
#include <stdexcept>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/image/jpeg_codec.hpp"

namespace facewire::image {

/// A picture of smooth colours that differ in every corner, so that no turning or mirroring of it looks like another.
inline cv::Mat paintColours(int width, int height) {
  cv::Mat picture(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double across = (x + 0.5) / width;
      const double down = (y + 0.5) / height;
      picture.at<cv::Vec3b>(y, x) = {cv::saturate_cast<std::uint8_t>(255 * across),
                                     cv::saturate_cast<std::uint8_t>(255 * down),
                                     cv::saturate_cast<std::uint8_t>(128 + 127 * std::sin(6 * across + 3 * down))};
    }
  }
  return picture;
}

/// The same in grey.
inline cv::Mat paintGrey(int width, int height) {
  cv::Mat grey;
  cv::extractChannel(paintColours(width, height), grey, 2);
  return grey;
}

inline Bytes toBytes(std::initializer_list<int> values) {
  Bytes bytes;
  for (const int value : values) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}

/// As another encoder than ours writes it; `settings` as cv::imencode takes them.
inline Bytes encodeByOpenCv(const cv::Mat& picture, const std::vector<int>& settings = {}) {
  std::vector<std::uint8_t> buffer;
  if (!cv::imencode(".jpg", picture, buffer, settings)) throw std::runtime_error("imencode failed");
  const auto view = std::as_bytes(std::span(buffer));
  return {view.begin(), view.end()};
}

inline cv::Mat decodeByOpenCv(ByteView jpeg, int flags = cv::IMREAD_COLOR) {
  std::vector<std::uint8_t> buffer(jpeg.size());
  for (std::size_t i = 0; i < jpeg.size(); ++i) buffer[i] = std::to_integer<std::uint8_t>(jpeg[i]);
  return cv::imdecode(buffer, flags);
}

inline constexpr std::size_t kPlentyOfPixels = 1u << 24;

/// Header check and decoding, as a frame goes through them.
inline Result<cv::Mat> readPicture(ByteView jpeg, PixelFormat format = PixelFormat::bgr,
                                   std::size_t maxPixels = kPlentyOfPixels) {
  const auto header = readJpegHeader(jpeg, maxPixels);
  if (!header) return fail(header.error());
  cv::Mat picture;
  JpegDecoder decoder;
  if (auto decoded = decoder.decode(jpeg, *header, format, picture); !decoded) return fail(decoded.error());
  return picture;
}

/// Root of the mean squared difference of two pictures of one size and type.
inline double differenceOf(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_L2) / std::sqrt(static_cast<double>(a.total()) * a.channels());
}

/// Where the marker FF `code` stands first, or the size.
inline std::size_t findMarker(ByteView jpeg, int code, std::size_t from = 0) {
  for (std::size_t i = from; i + 1 < jpeg.size(); ++i) {
    if (jpeg[i] == std::byte{0xFF} && jpeg[i + 1] == static_cast<std::byte>(code)) return i;
  }
  return jpeg.size();
}

/// The picture with one to three of its bytes changed.
inline Bytes damage(Bytes jpeg, std::mt19937& random) {
  for (int hits = 1 + static_cast<int>(random() % 3); hits > 0; --hits) {
    jpeg[random() % jpeg.size()] = static_cast<std::byte>(random());
  }
  return jpeg;
}

/// The picture with `inserted` after its SOI.
inline Bytes insertAfterStart(Bytes jpeg, const Bytes& inserted) {
  jpeg.insert(jpeg.begin() + 2, inserted.begin(), inserted.end());
  return jpeg;
}

/// An APP1 segment that says this orientation, in Intel's or Motorola's byte order.
inline Bytes makeExif(int orientation, bool littleEndian) {
  if (littleEndian) {
    return toBytes({0xFF,
                    0xE1,
                    0,
                    34,
                    'E',
                    'x',
                    'i',
                    'f',
                    0,
                    0,
                    'I',
                    'I',
                    42,
                    0,
                    8,
                    0,
                    0,
                    0,
                    1,
                    0,
                    0x12,
                    0x01,
                    3,
                    0,
                    1,
                    0,
                    0,
                    0,
                    orientation & 255,
                    orientation >> 8,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0});
  }
  return toBytes({0xFF,
                  0xE1,
                  0,
                  34,
                  'E',
                  'x',
                  'i',
                  'f',
                  0,
                  0,
                  'M',
                  'M',
                  0,
                  42,
                  0,
                  0,
                  0,
                  8,
                  0,
                  1,
                  0x01,
                  0x12,
                  0,
                  3,
                  0,
                  0,
                  0,
                  1,
                  orientation >> 8,
                  orientation & 255,
                  0,
                  0,
                  0,
                  0,
                  0,
                  0});
}

}  // namespace facewire::image
