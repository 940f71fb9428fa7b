#include "facewire/image/jpeg_retoucher.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <functional>
#include <numeric>
#include <opencv2/core.hpp>
#include <span>
#include <vector>

#include "baseline_picture.hpp"
#include "block_transform.hpp"

namespace facewire::image {
namespace {

constexpr int kBlock = 8;
constexpr int kMaxUnit = 16;
constexpr float kMiddle = 128;

enum Component : std::size_t { kLuma, kBlue, kRed };

/// Luma's quantisation steps at quality 50 (ITU T.81, table K.1) in natural order.
constexpr std::array<int, 64> kStandardSteps{16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
                                             14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
                                             18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
                                             49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};

/// Sum of the steps of luma that libjpeg takes for this quality.
int sumOfSteps(int quality) {
  quality = std::clamp(quality, 1, 100);
  const int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return std::accumulate(kStandardSteps.begin(), kStandardSteps.end(), 0,
                         [&](int sum, int step) { return sum + std::clamp((step * percent + 50) / 100, 1, 255); });
}

/// The smallest part that can be coded anew: up to 16 x 16 pixels, one block of each chroma and all of luma that goes
/// with it (T.81's MCU); as it was.
struct Unit {
  static constexpr std::size_t kPixels = std::size_t{kMaxUnit} * kMaxUnit;

  int column = 0;
  int row = 0;
  BaselinePicture::Unit coded;
  std::array<float, kPixels> luma{};  ///< rows of kMaxUnit
  std::array<float, 64> blue{};
  std::array<float, 64> red{};
  std::array<std::uint8_t, 3 * kPixels> bgr{};  ///< rows of kMaxUnit pixels
};

}  // namespace

struct JpegRetoucher::Impl {
  static constexpr int kHidden = -1;

  BaselinePicture jpeg;
  ByteView original;
  cv::Size picture;
  cv::Size step;            ///< pixels that one sample of chroma stands for
  std::vector<int> unitAt;  ///< by row and column: its place in `units`, or kHidden
  std::vector<Unit> units;  ///< what has been revealed, at the front; keeps its memory from picture to picture
  std::size_t revealed = 0;
  std::vector<BaselinePicture::Change> changes;
  std::vector<std::uint8_t> out;

  int unitWidth() const { return step.width * kBlock; }
  int unitHeight() const { return step.height * kBlock; }
  int columns() const { return (picture.width + unitWidth() - 1) / unitWidth(); }
  int rows() const { return (picture.height + unitHeight() - 1) / unitHeight(); }

  cv::Rect areaOf(const Unit& unit) const {
    return cv::Rect(unit.column * unitWidth(), unit.row * unitHeight(), unitWidth(), unitHeight()) &
           cv::Rect({}, picture);
  }

  /// Where the luma block with this number begins among the unit's pixels.
  std::size_t firstPixelOf(std::size_t block) const {
    const auto wide = static_cast<std::size_t>(step.width);
    return (block / wide * kMaxUnit + block % wide) * kBlock;
  }

  void reveal(Unit& unit, cv::Mat& canvas) {
    jpeg.readUnit(static_cast<std::size_t>(unit.row * columns() + unit.column), unit.coded);
    const std::size_t lumaBlocks = jpeg.lumaBlocks();
    for (std::size_t i = 0; i < lumaBlocks; ++i) {
      blockToPixels(unit.coded.blocks[i], steps(kLuma), &unit.luma[firstPixelOf(i)], kMaxUnit);
    }
    blockToPixels(unit.coded.blocks[lumaBlocks], steps(kBlue), unit.blue.data(), kBlock);
    blockToPixels(unit.coded.blocks[lumaBlocks + 1], steps(kRed), unit.red.data(), kBlock);

    const cv::Rect area = areaOf(unit);
    std::array<float, kMaxUnit> blue{};
    std::array<float, kMaxUnit> red{};
    for (int y = 0; y < area.height; ++y) {
      const int chromaRow = y / step.height * kBlock;
      if (y % step.height == 0) {
        for (int x = 0; x < unitWidth(); ++x) {
          const auto chroma = static_cast<std::size_t>(chromaRow + x / step.width);
          blue[static_cast<std::size_t>(x)] = unit.blue[chroma];
          red[static_cast<std::size_t>(x)] = unit.red[chroma];
        }
      }
      const auto first = static_cast<std::size_t>(y * kMaxUnit);
      for (std::size_t x = 0; x < static_cast<std::size_t>(unitWidth()); x += kBlock) {
        toBgr(&unit.luma[first + x], &blue[x], &red[x], &unit.bgr[3 * (first + x)]);
      }
      std::memcpy(canvas.ptr(area.y + y, area.x), &unit.bgr[3 * first], 3 * static_cast<std::size_t>(area.width));
    }
  }

  /// Takes over the pixels that were changed, and codes their blocks; the other pixels stay what they were before they
  /// were rounded, the other blocks to the bit. Whether there were any.
  bool takeChanges(Unit& unit, const cv::Mat& canvas) {
    const cv::Rect area = areaOf(unit);
    std::array<float, 64> blueChange{};
    std::array<float, 64> redChange{};
    std::array<bool, 4> lumaChanged{};
    bool changed = false;
    for (int y = 0; y < area.height; ++y) {
      const std::uint8_t* now = canvas.ptr(area.y + y, area.x);
      const std::uint8_t* before = &unit.bgr[3 * static_cast<std::size_t>(y * kMaxUnit)];
      if (std::memcmp(now, before, 3 * static_cast<std::size_t>(area.width)) == 0) continue;
      changed = true;
      for (int x = 0; x < area.width; ++x, now += 3, before += 3) {
        if (std::equal(now, now + 3, before)) continue;
        lumaChanged[static_cast<std::size_t>(y / kBlock * step.width + x / kBlock)] = true;
        const auto b = static_cast<float>(now[0]);
        const auto g = static_cast<float>(now[1]);
        const auto r = static_cast<float>(now[2]);
        unit.luma[static_cast<std::size_t>(y * kMaxUnit + x)] = 0.299F * r + 0.587F * g + 0.114F * b - kMiddle;
        const auto chroma = static_cast<std::size_t>(y / step.height * kBlock + x / step.width);
        const float share = shareOf(x, area.width, step.width) * shareOf(y, area.height, step.height);
        blueChange[chroma] += share * (-0.168736F * r - 0.331264F * g + 0.5F * b - unit.blue[chroma]);
        redChange[chroma] += share * (0.5F * r - 0.418688F * g - 0.081312F * b - unit.red[chroma]);
      }
    }
    if (!changed) return false;
    const std::size_t lumaBlocks = jpeg.lumaBlocks();
    for (std::size_t i = 0; i < lumaBlocks; ++i) {
      if (lumaChanged[i]) pixelsToBlock(&unit.luma[firstPixelOf(i)], kMaxUnit, steps(kLuma), unit.coded.blocks[i]);
    }
    encodeChroma(unit.blue, blueChange, steps(kBlue), unit.coded.blocks[lumaBlocks]);
    encodeChroma(unit.red, redChange, steps(kRed), unit.coded.blocks[lumaBlocks + 1]);
    return true;
  }

  /// How much of its sample of chroma a pixel is, in one direction; the last one stands for what pads the picture too.
  static float shareOf(int at, int length, int step) {
    return step == 1 || (at == length - 1 && at % step == 0) ? 1.0F : 0.5F;
  }

  static void encodeChroma(const std::array<float, 64>& before, const std::array<float, 64>& change,
                           const BaselineHeader::Steps& steps, Coefficients& block) {
    std::array<float, 64> now{};
    std::ranges::transform(before, change, now.begin(), std::plus<>());
    pixelsToBlock(now.data(), kBlock, steps, block);
  }

  const BaselineHeader::Steps& steps(Component component) const { return jpeg.header().steps(component); }
};

JpegRetoucher::JpegRetoucher() : impl_(std::make_unique<Impl>()) {}
JpegRetoucher::~JpegRetoucher() = default;
JpegRetoucher::JpegRetoucher(JpegRetoucher&&) noexcept = default;

bool JpegRetoucher::open(ByteView jpeg, const JpegHeader& header, int quality, cv::Mat& grey) {
  Impl& impl = *impl_;
  if (header.progressive || header.orientation != 1 || header.components != 3) return false;
  if (!impl.jpeg.open(jpeg)) return false;
  const auto& steps = impl.jpeg.header().steps(kLuma);
  if (std::accumulate(steps.begin(), steps.end(), 0) < sumOfSteps(quality) || !impl.jpeg.readLuma(grey)) return false;
  impl.original = jpeg;
  impl.picture = impl.jpeg.header().size();
  impl.step = impl.jpeg.header().chromaStep();
  impl.unitAt.assign(static_cast<std::size_t>(impl.columns()) * static_cast<std::size_t>(impl.rows()), Impl::kHidden);
  impl.revealed = 0;
  return true;
}

void JpegRetoucher::reveal(const cv::Rect& area, cv::Mat& picture) {
  Impl& impl = *impl_;
  CV_Assert(picture.type() == CV_8UC3 && picture.size() == impl.picture);
  const cv::Rect visible = area & cv::Rect({}, impl.picture);
  if (visible.empty()) return;
  for (int row = visible.y / impl.unitHeight(); row <= (visible.br().y - 1) / impl.unitHeight(); ++row) {
    for (int column = visible.x / impl.unitWidth(); column <= (visible.br().x - 1) / impl.unitWidth(); ++column) {
      int& place = impl.unitAt[static_cast<std::size_t>(row) * static_cast<std::size_t>(impl.columns()) +
                               static_cast<std::size_t>(column)];
      if (place != Impl::kHidden) continue;
      place = static_cast<int>(impl.revealed++);
      if (impl.units.size() < impl.revealed) impl.units.emplace_back();
      Unit& unit = impl.units[static_cast<std::size_t>(place)];
      unit.column = column;
      unit.row = row;
      impl.reveal(unit, picture);
    }
  }
}

std::optional<ByteView> JpegRetoucher::finish(const cv::Mat& picture) {
  Impl& impl = *impl_;
  impl.changes.clear();
  for (Unit& unit : std::span(impl.units).first(impl.revealed)) {
    if (!impl.takeChanges(unit, picture)) continue;
    impl.changes.push_back({static_cast<std::size_t>(unit.row * impl.columns() + unit.column), &unit.coded});
  }
  if (impl.changes.empty()) return impl.original;
  std::ranges::sort(impl.changes, {}, &BaselinePicture::Change::unit);
  const auto size = impl.jpeg.write(impl.changes, impl.out);
  if (!size) return std::nullopt;
  return std::as_bytes(std::span(impl.out).first(*size));
}

}  // namespace facewire::image
