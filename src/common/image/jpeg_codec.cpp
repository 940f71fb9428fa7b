#include "facewire/image/jpeg_codec.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <new>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "baseline_picture.hpp"

namespace facewire::image {
namespace {

/// Every scan of a progressive JPEG goes over the whole picture again, so a small file with many scans costs minutes.
/// Encoders write ten or so; pictures with embedded previews, whose scans are counted here too, twice that.
constexpr std::size_t kMaxScans = 100;

/// Cheap cameras pad the last scan to the size of a memory burst, which libjpeg warns of though the picture is whole.
constexpr unsigned kMaxPaddingBytes = 16;

struct CloseHandle {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, CloseHandle>;

const unsigned char* rawBytes(ByteView bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// Never fewer than there are: in coded data FF is always followed by 00 or a marker's code.
std::size_t countScans(ByteView jpeg) {
  std::size_t scans = 0;
  const unsigned char* at = rawBytes(jpeg);
  const unsigned char* const end = at + jpeg.size();
  while (at < end && (at = static_cast<const unsigned char*>(
                          std::memchr(at, 0xFF, static_cast<std::size_t>(end - at)))) != nullptr) {
    if (++at < end && *at == 0xDA) ++scans;
  }
  return scans;
}

/// Whether libjpeg's warning only tells of a few stray bytes between the last scan and the end of the picture.
bool isPaddingBeforeEnd(std::string_view warning) {
  constexpr std::string_view kBefore = "Corrupt JPEG data: ";
  constexpr std::string_view kAfter = " extraneous bytes before marker 0xd9";
  if (!warning.starts_with(kBefore) || !warning.ends_with(kAfter)) return false;
  warning.remove_prefix(kBefore.size());
  unsigned count = 0;
  const auto [end, error] = std::from_chars(warning.data(), warning.data() + warning.size(), count);
  return error == std::errc{} && std::string_view(end, warning.data() + warning.size()) == kAfter &&
         count <= kMaxPaddingBytes;
}

/// Adobe's CMYK, which is stored inverted: each of red, green and blue is the ink's value times black's.
void convertCmyk(const cv::Mat& cmyk, PixelFormat format, cv::Mat& out) {
  out.create(cmyk.size(), format == PixelFormat::grey ? CV_8UC1 : CV_8UC3);
  for (int y = 0; y < cmyk.rows; ++y) {
    const auto* from = cmyk.ptr<cv::Vec4b>(y);
    auto* to = out.ptr<std::uint8_t>(y);
    for (int x = 0; x < cmyk.cols; ++x) {
      const unsigned black = from[x][3];
      const auto shade = [&](int ink) { return (from[x][ink] * black + 127) / 255; };
      const unsigned red = shade(0);
      const unsigned green = shade(1);
      const unsigned blue = shade(2);
      if (format == PixelFormat::grey) {
        // The luma of ITU-R BT.601 with 16 bits of fraction, as libjpeg takes it.
        *to++ = static_cast<std::uint8_t>((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
      } else {
        *to++ = static_cast<std::uint8_t>(blue);
        *to++ = static_cast<std::uint8_t>(green);
        *to++ = static_cast<std::uint8_t>(red);
      }
    }
  }
}

/// Exif orientations 2 to 8 (Exif 2.3, 4.6.4 A).
void turnUpright(const cv::Mat& stored, int orientation, cv::Mat& transposed, cv::Mat& out) {
  constexpr int kUpsideDown = 0;
  constexpr int kLeftToRight = 1;
  constexpr int kBoth = -1;
  switch (orientation) {
    case 2:
      cv::flip(stored, out, kLeftToRight);
      break;
    case 3:
      cv::flip(stored, out, kBoth);
      break;
    case 4:
      cv::flip(stored, out, kUpsideDown);
      break;
    case 5:
      cv::transpose(stored, out);
      break;
    default:
      cv::transpose(stored, transposed);
      cv::flip(transposed, out, orientation == 6 ? kLeftToRight : orientation == 7 ? kBoth : kUpsideDown);
  }
}

}  // namespace

struct JpegDecoder::Impl {
  // Kept between pictures for their memory only.
  BaselinePicture baseline;
  cv::Mat stored;
  cv::Mat cmyk;
  cv::Mat transposed;
};

JpegDecoder::JpegDecoder() : impl_(std::make_unique<Impl>()) {}
JpegDecoder::~JpegDecoder() = default;
JpegDecoder::JpegDecoder(JpegDecoder&&) noexcept = default;

Result<void> JpegDecoder::decode(ByteView jpeg, const JpegHeader& header, PixelFormat format, cv::Mat& out) {
  // What most cameras send: the same pixels as libjpeg's, without its chroma. What is wrong with others libjpeg says.
  if (format == PixelFormat::grey && !header.progressive && header.orientation == 1 && header.components == 3 &&
      impl_->baseline.open(jpeg) && impl_->baseline.readLuma(out)) {
    return {};
  }
  if (const std::size_t scans = countScans(jpeg); scans > kMaxScans) {
    return fail(ErrorCode::corruptImage, "the JPEG has " + std::to_string(scans) + " scans; at most " +
                                             std::to_string(kMaxScans) + " are decoded");
  }
  // A handle keeps the Huffman and quantisation tables of the picture before, and would use them on a picture that
  // brings none (as cameras send): one camera's tables must not decode another's frames. A new one costs microseconds.
  const Handle handle(tjInitDecompress());
  if (!handle) return fail(ErrorCode::internal, "cannot start the JPEG decoder");

  const bool isCmyk = header.components == 4;
  const bool isTurned = header.orientation > 1 && header.orientation <= 8;
  cv::Mat& converted = isTurned ? impl_->stored : out;
  cv::Mat& decoded = isCmyk ? impl_->cmyk : converted;
  decoded.create(header.height, header.width, isCmyk ? CV_8UC4 : format == PixelFormat::grey ? CV_8UC1 : CV_8UC3);
  const int pixelFormat = isCmyk ? TJPF_CMYK : format == PixelFormat::grey ? TJPF_GRAY : TJPF_BGR;
  // Stopping at the first warning also ends the work on a small file that claims to be a large picture.
  const int status =
      tjDecompress2(handle.get(), rawBytes(jpeg), static_cast<unsigned long>(jpeg.size()), decoded.data, header.width,
                    static_cast<int>(decoded.step), header.height, pixelFormat, TJFLAG_STOPONWARNING);
  if (status != 0) {
    const std::string_view reason = tjGetErrorStr2(handle.get());
    if (!isPaddingBeforeEnd(reason)) return fail(ErrorCode::corruptImage, "damaged JPEG: " + std::string(reason));
  }
  if (isCmyk) convertCmyk(impl_->cmyk, format, converted);
  if (isTurned) turnUpright(impl_->stored, header.orientation, impl_->transposed, out);
  return {};
}

struct JpegEncoder::Impl {
  Handle handle{tjInitCompress()};
  std::unique_ptr<unsigned char[]> buffer;
  std::size_t capacity = 0;
};

JpegEncoder::JpegEncoder() : impl_(std::make_unique<Impl>()) {}
JpegEncoder::~JpegEncoder() = default;
JpegEncoder::JpegEncoder(JpegEncoder&&) noexcept = default;

Result<ByteView> JpegEncoder::encode(const cv::Mat& picture, int quality) {
  const auto cannot = [](const std::string& reason) {
    return fail(ErrorCode::internal, "cannot encode a JPEG: " + reason);
  };
  if (!impl_->handle) return cannot("the encoder did not start");
  if (picture.type() != CV_8UC1 && picture.type() != CV_8UC3)
    return cannot("the picture is neither 8-bit grey nor BGR");
  if (picture.empty() || picture.dims != 2) return cannot("the picture is empty");
  if (picture.cols > 65'500 || picture.rows > 65'500) return cannot("the picture is over 65,500 pixels a side");

  const bool isGrey = picture.channels() == 1;
  const int subsampling = isGrey ? TJSAMP_GRAY : TJSAMP_420;
  const std::size_t needed = tjBufSize(picture.cols, picture.rows, subsampling);
  if (needed > impl_->capacity) {
    impl_->capacity = 0;
    // Worst case, left uninitialised, so that the pages a usual picture does not reach are never touched.
    impl_->buffer.reset(new (std::nothrow) unsigned char[needed]);
    if (!impl_->buffer) return cannot("no memory for " + std::to_string(needed) + " bytes");
    impl_->capacity = needed;
  }
  unsigned char* buffer = impl_->buffer.get();
  unsigned long size = static_cast<unsigned long>(impl_->capacity);
  if (tjCompress2(impl_->handle.get(), picture.data, picture.cols, static_cast<int>(picture.step), picture.rows,
                  isGrey ? TJPF_GRAY : TJPF_BGR, &buffer, &size, subsampling, std::clamp(quality, 1, 100),
                  TJFLAG_NOREALLOC) != 0) {
    return cannot(tjGetErrorStr2(impl_->handle.get()));
  }
  return std::as_bytes(std::span(impl_->buffer.get(), size));
}

}  // namespace facewire::image
