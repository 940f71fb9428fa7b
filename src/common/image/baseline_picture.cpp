#include "baseline_picture.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "block_encoder.hpp"
#include "block_transform.hpp"
#include "jpeg_bytes.hpp"

namespace facewire::image {
namespace {

constexpr int kSide = 8;

/// Cheap cameras pad the data to the size of a memory burst.
constexpr std::size_t kMaxPaddingBits = 16 * 8 + 7;

}  // namespace

std::size_t BaselinePicture::unitsInPart() const {
  const auto all = static_cast<std::size_t>(units_.area());
  return header_.restartInterval() == 0 ? all : std::min(all, header_.restartInterval());
}

bool BaselinePicture::open(ByteView jpeg) {
  jpeg_ = jpeg;
  if (!header_.read(jpeg)) return false;
  const cv::Size unit = header_.chromaStep() * kSide;
  units_ = {(header_.size().width + unit.width - 1) / unit.width,
            (header_.size().height + unit.height - 1) / unit.height};
  return true;
}

bool BaselinePicture::readLuma(cv::Mat& grey) {
  if (!data_.read(jpeg_.subspan(header_.dataBegin()))) return false;
  const auto all = static_cast<std::size_t>(units_.area());
  // A unit takes at least two bits a block, so a small file cannot claim to be a large picture.
  if (data_.parts().size() != (all + unitsInPart() - 1) / unitsInPart() ||
      all * (lumaBlocks() + 2) > 4 * jpeg_.size()) {
    return false;
  }
  places_.resize(all);
  grey.create(header_.size(), CV_8UC1);
  const cv::Size step = header_.chromaStep();
  alignas(64) Coefficients block{};
  ends_.clear();
  std::size_t unit = 0;
  for (const CodedData::Part& part : data_.parts()) {
    const std::size_t end = std::min(unit + unitsInPart(), places_.size());
    BlockDecoder decoder(header_, data_.bytes(), part.begin);
    Predictions before{};
    for (; unit < end; ++unit) {
      places_[unit] = {decoder.at(), before};
      const auto column = static_cast<int>(unit % static_cast<std::size_t>(units_.width));
      const auto row = static_cast<int>(unit / static_cast<std::size_t>(units_.width));
      for (int y = row * step.height; y < (row + 1) * step.height; ++y) {
        for (int x = column * step.width; x < (column + 1) * step.width; ++x) {
          const int count = decoder.read<true>(0, before[0], &block);
          if (count == 0 || decoder.at() > part.end) return false;
          writeLuma(block, count, {x * kSide, y * kSide}, grey);
          block.fill(0);
        }
      }
      for (const std::size_t chroma : {std::size_t{1}, std::size_t{2}}) {
        if (decoder.read<false>(chroma, before[chroma], nullptr) == 0 || decoder.at() > part.end) return false;
      }
    }
    ends_.push_back(decoder.at());
    const bool isLast = unit == places_.size();
    if (part.end - decoder.at() > (isLast ? kMaxPaddingBits : 7)) return false;
  }
  return true;
}

void BaselinePicture::writeLuma(const Coefficients& block, int count, cv::Point at, cv::Mat& grey) const {
  const auto& steps = header_.steps(0);
  if (at.x + kSide <= grey.cols && at.y + kSide <= grey.rows) {
    blockToBytes(block, steps, count, grey.ptr(at.y) + at.x, grey.step);
    return;
  }
  // At the edge, where the block reaches over it.
  if (at.x >= grey.cols) return;
  std::array<std::uint8_t, 64> bytes{};
  blockToBytes(block, steps, count, bytes.data(), kSide);
  const auto width = static_cast<std::size_t>(std::min(kSide, grey.cols - at.x));
  for (int y = 0; y < kSide && at.y + y < grey.rows; ++y) {
    std::memcpy(grey.ptr(at.y + y) + at.x, &bytes[static_cast<std::size_t>(y * kSide)], width);
  }
}

void BaselinePicture::readUnit(std::size_t number, Unit& unit) const {
  Place place = places_[number];
  BlockDecoder decoder(header_, data_.bytes(), place.bit);
  for (std::size_t i = 0; i < lumaBlocks() + 2; ++i) {
    const std::size_t component = componentOf(i);
    unit.blocks[i].fill(0);
    decoder.read<true>(component, place.before[component], &unit.blocks[i]);
  }
}

std::optional<std::size_t> BaselinePicture::write(std::span<const Change> changes,
                                                  std::vector<std::uint8_t>& out) const {
  BlockEncoder encoder(header_, data_.bytes(), out);
  CodedWriter& writer = encoder.writer();
  writer.putRaw(jpeg_.data(), header_.dataBegin());
  for (std::size_t part = 0; part < data_.parts().size(); ++part) {
    if (part > 0) {
      const std::array<std::uint8_t, 2> restart{0xFF, static_cast<std::uint8_t>(kRst0 + (part - 1) % 8)};
      writer.putRaw(restart.data(), restart.size());
    }
    const std::size_t end = std::min((part + 1) * unitsInPart(), places_.size());
    const auto count =
        static_cast<std::size_t>(std::ranges::lower_bound(changes, end, {}, &Change::unit) - changes.begin());
    if (count == 0) {
      writer.putRaw(data_.parts()[part].stuffed.data(), data_.parts()[part].stuffed.size());
    } else {
      writePart(part, changes.first(count), encoder);
    }
    changes = changes.subspan(count);
  }
  constexpr std::array<std::uint8_t, 2> kEndOfImage{0xFF, kEoi};
  writer.putRaw(kEndOfImage.data(), kEndOfImage.size());
  if (encoder.lacksCode()) return std::nullopt;
  return writer.used();
}

/// The first unit after a change tells the first coefficient of each component from another; all else can be copied.
void BaselinePicture::copyAfterChange(std::size_t number, Predictions before, BlockEncoder& encoder) const {
  Place place = places_[number];
  BlockDecoder decoder(header_, data_.bytes(), place.bit);
  for (std::size_t i = 0; i < lumaBlocks() + 2; ++i) {
    const std::size_t component = componentOf(i);
    std::size_t copyFrom = decoder.at();
    decoder.read<false>(component, place.before[component], nullptr);
    if (i == 0 || component > 0) {
      encoder.writeFirst(place.before[component], component, before[component]);
      copyFrom = decoder.afterFirst();
    }
    encoder.copy(copyFrom, decoder.at());
  }
}

void BaselinePicture::writePart(std::size_t part, std::span<const Change> changes, BlockEncoder& encoder) const {
  const std::size_t end = std::min((part + 1) * unitsInPart(), places_.size());
  const auto bitOf = [&](std::size_t unit) { return unit < end ? places_[unit].bit : ends_[part]; };
  const auto encode = [&](const Unit& unit, Predictions& before) {
    for (std::size_t i = 0; i < lumaBlocks() + 2; ++i) {
      const std::size_t component = componentOf(i);
      encoder.write(unit.blocks[i], component, before[component]);
    }
  };
  std::size_t next = part * unitsInPart();  // the first that is not written yet
  std::optional<Predictions> before;        // of `next`, where they are not those that it was coded by
  const auto copyUpTo = [&](std::size_t unit) {
    if (next == unit) return;
    if (before) {
      copyAfterChange(next++, *before, encoder);
      before.reset();
    }
    encoder.copy(bitOf(next), bitOf(unit));
    next = unit;
  };
  for (const Change& change : changes) {
    copyUpTo(change.unit);
    if (!before) before = places_[change.unit].before;
    encode(*change.now, *before);
    ++next;
  }
  copyUpTo(end);
  encoder.writer().alignToByte();
}

}  // namespace facewire::image
