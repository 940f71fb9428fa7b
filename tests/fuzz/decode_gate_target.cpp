#include <algorithm>
#include <opencv2/core.hpp>
#include <string>
#include <utility>
#include <vector>

#include "baseline_picture.hpp"
#include "choices.hpp"
#include "facewire/image/jpeg_codec.hpp"
#include "facewire/image/jpeg_header.hpp"
#include "facewire/image/jpeg_retoucher.hpp"
#include "libjpeg_grey.hpp"
#include "target.hpp"

using namespace facewire;
using fuzz::require;

namespace {

constexpr std::size_t kMaxPixels = 1 << 16;

bool isSame(const cv::Mat& one, const cv::Mat& other) {
  return one.size() == other.size() && one.type() == other.type() && cv::norm(one, other, cv::NORM_INF) == 0;
}

Result<cv::Mat> decode(ByteView jpeg, const image::JpegHeader& header, image::PixelFormat format) {
  image::JpegDecoder decoder;
  cv::Mat picture;
  if (auto done = decoder.decode(jpeg, header, format, picture); !done) return fail(done.error());
  const bool onItsSide = header.orientation >= 5;
  const cv::Size told(onItsSide ? header.height : header.width, onItsSide ? header.width : header.height);
  require(picture.size() == told, "a decoded picture is of another size than its header said");
  return picture;
}

/// Whether all of a picture's luma is such as an encoder writes. Beyond that, where 16 bits do not hold what arises on
/// the way, libjpeg-turbo's transform and ours each wrap in their own way, and what comes of it is noise in both.
bool isWithinRange(ByteView jpeg) {
  constexpr int kMostTogether = 4096;
  image::BaselinePicture picture;
  cv::Mat ignored;
  require(picture.open(jpeg) && picture.readLuma(ignored), "a picture is opened once, and not again");
  const auto& steps = picture.header().steps(0);
  image::BaselinePicture::Unit unit;
  for (std::size_t number = 0; number < static_cast<std::size_t>(picture.units().area()); ++number) {
    picture.readUnit(number, unit);
    for (const auto& block : std::span(unit.blocks).first(picture.lumaBlocks())) {
      int together = 0;
      for (std::size_t i = 0; i < block.size(); ++i) together += std::abs(block[i] * steps[i]);
      if (together > kMostTogether) return false;
    }
  }
  return true;
}

/// As the server draws: only on what was revealed.
std::vector<cv::Rect> drawSomething(image::JpegRetoucher& retoucher, fuzz::Choices& choices, cv::Mat& picture) {
  std::vector<cv::Rect> areas;
  for (unsigned left = choices.below(5); left > 0; --left) {
    const auto coordinate = [&] { return static_cast<int>(choices.byte()) - 16; };
    const int x = coordinate();
    const int y = coordinate();
    const cv::Rect area(x, y, static_cast<int>(choices.below(64)), static_cast<int>(choices.below(64)));
    retoucher.reveal(area, picture);
    const cv::Rect visible = area & cv::Rect({}, picture.size());
    if (visible.empty()) continue;
    const auto colour = cv::Scalar(choices.byte(), choices.byte(), choices.byte());
    if (choices.yes()) picture(visible).setTo(colour);
    areas.push_back(visible);
  }
  return areas;
}

/// Where nothing of a unit was drawn on, the luma is as it was, to the bit.
void requireRestUntouched(const cv::Mat& before, cv::Mat after, const std::vector<cv::Rect>& areas) {
  constexpr int kUnit = 16;
  for (const cv::Rect& area : areas) {
    const cv::Point first(area.x / kUnit * kUnit, area.y / kUnit * kUnit);
    const cv::Point end((area.br().x + kUnit - 1) / kUnit * kUnit, (area.br().y + kUnit - 1) / kUnit * kUnit);
    const cv::Rect units = cv::Rect(first, end) & cv::Rect({}, before.size());
    before(units).copyTo(after(units));
  }
  require(isSame(before, after), "retouching changed what was not drawn on");
}

/// Cameras' pictures are decoded to grey by our own reader: libjpeg must have taken them too, to the same pixels.
void requireLibjpegsGrey(ByteView jpeg, const image::JpegHeader& header, const cv::Mat& grey) {
  image::BaselinePicture picture;
  cv::Mat ignored;
  if (header.progressive || header.orientation != 1 || header.components != 3) return;
  if (!picture.open(jpeg) || !picture.readLuma(ignored)) return;
  const auto libjpegs = test::greyByLibjpeg(jpeg, grey.size());
  if (!libjpegs || !isWithinRange(jpeg))
    return;  // what it refuses in grey it refuses in colour: the caller has seen that
  require(isSame(*libjpegs, grey), "the decoder's grey is not libjpeg's");
}

void retouch(ByteView jpeg, const image::JpegHeader& header, int quality, const Result<cv::Mat>& grey,
             ByteView choicesFrom) {
  fuzz::Choices choices(choicesFrom);
  image::JpegRetoucher retoucher;
  cv::Mat luma;
  if (!retoucher.open(jpeg, header, quality, luma)) return;
  require(grey.has_value(), "the retoucher opens what the decoder refuses: " + (grey ? "" : grey.error().detail));
  const bool isExact = isWithinRange(jpeg);
  require(!isExact || isSame(*grey, luma), "the retoucher reads another luma than the decoder");

  cv::Mat picture(luma.size(), CV_8UC3, cv::Scalar::all(0));
  const auto untouched = retoucher.finish(picture);
  require(untouched && std::ranges::equal(*untouched, jpeg), "a picture on which nothing was drawn has changed");

  const auto areas = drawSomething(retoucher, choices, picture);
  const auto finished = retoucher.finish(picture);
  if (!finished) return;  // its Huffman tables lack a code
  const auto newHeader = image::readJpegHeader(*finished, kMaxPixels);
  require(newHeader && newHeader->width == header.width && newHeader->height == header.height,
          "the retouched picture has another header");
  const auto after = decode(*finished, *newHeader, image::PixelFormat::grey);
  require(after.has_value(), "the retouched picture: " + (after ? "" : after.error().detail));
  requireRestUntouched(*grey, *after, areas);
}

}  // namespace

/// A FRAME's way through the server before faces are looked for: header, decoding, and the retoucher that draws on it.
/// The input is a JPEG; what stands at its end, where bytes after the picture do no harm, says what is drawn.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView jpeg = fuzz::toView(data, size);
  const auto header = image::readJpegHeader(jpeg, kMaxPixels);
  if (!header) return 0;

  const auto grey = decode(jpeg, *header, image::PixelFormat::grey);
  const auto colour = decode(jpeg, *header, image::PixelFormat::bgr);
  require(grey.has_value() == colour.has_value(), "a picture is whole in grey or in colour only");

  if (grey) requireLibjpegsGrey(jpeg, *header, *grey);

  constexpr std::size_t kChoices = 24;
  const ByteView choices = jpeg.last(std::min(kChoices, jpeg.size()));
  const int quality = size % 2 == 0 ? 90 : 30;
  retouch(jpeg, *header, quality, grey, choices);
  return 0;
}
