#include "baseline_header.hpp"

#include <algorithm>
#include <string_view>

#include "jpeg_bytes.hpp"

namespace facewire::image {
namespace {

/// libjpeg warns of a JFIF whose major version is not 1.
bool isJfifOfUnknownVersion(ByteView segment) {
  constexpr std::string_view kSignature{"JFIF\0", 5};
  constexpr std::size_t kWhole = 14;
  if (segment.size() < kWhole || !asText(segment).starts_with(kSignature)) return false;
  return byteAt(segment, kSignature.size()) != 1;
}

/// Of a Huffman table's definition: how many codes there are of each length.
constexpr std::size_t kHuffmanLengths = 16;

/// What libjpeg takes for the category of a first coefficient, in a table's symbols that no block uses too.
constexpr unsigned kMostDcBits = 15;

bool hasBeyond(ByteView symbols, unsigned most) {
  return std::ranges::any_of(symbols, [most](std::byte symbol) { return std::to_integer<unsigned>(symbol) > most; });
}

}  // namespace

bool BaselineHeader::read(ByteView jpeg) {
  hasFrame_ = false;
  restartInterval_ = 0;
  // The last picture's tables must not decode a picture that brings none of its own.
  hasSteps_.fill(false);
  hasDc_.fill(false);
  hasAc_.fill(false);
  if (jpeg.size() < 4 || u16At(jpeg, 0) != 0xFFD8) return false;
  std::size_t at = 2;
  while (jpeg.size() - at >= 4 && byteAt(jpeg, at) == 0xFF) {
    const unsigned marker = byteAt(jpeg, at + 1);
    if (marker == 0xFF) {  // fill
      ++at;
      continue;
    }
    const std::size_t length = u16At(jpeg, at + 2);
    if (length < 2 || jpeg.size() - at - 2 < length) return false;
    const ByteView segment = jpeg.subspan(at + 4, length - 2);
    at += 2 + length;
    if (marker == kSos) {
      dataBegin_ = at;
      return readScan(segment);
    }
    if (!readSegment(marker, segment)) return false;
  }
  return false;
}

bool BaselineHeader::readSegment(unsigned marker, ByteView segment) {
  switch (marker) {
    case kDqt:
      return readQuantisation(segment);
    case kDht:
      return readHuffman(segment);
    case kSof0:
      return readFrame(segment);
    case kDri:
      if (segment.size() != 2) return false;
      restartInterval_ = u16At(segment, 0);
      return true;
    case kApp0:
      return !isJfifOfUnknownVersion(segment);
    case kApp14:  // Adobe's: it may say that the colours are not Y'CbCr
      return false;
    default:
      return (marker >= kApp0 && marker <= kApp15) || marker == kComment;
  }
}

bool BaselineHeader::readQuantisation(ByteView segment) {
  while (!segment.empty()) {
    const unsigned head = byteAt(segment, 0);
    const std::size_t bytes = head >> 4 == 0 ? 1 : 2;
    const std::size_t number = head & 15;
    if (head >> 4 > 1 || number >= steps_.size() || segment.size() < 1 + 64 * bytes) return false;
    for (std::size_t i = 0; i < 64; ++i) {
      const unsigned step = bytes == 1 ? byteAt(segment, 1 + i) : u16At(segment, 1 + 2 * i);
      if (step == 0) return false;
      steps_[number][kZigZag[i]] = static_cast<std::uint16_t>(step);
    }
    hasSteps_[number] = true;
    segment = segment.subspan(1 + 64 * bytes);
  }
  return true;
}

bool BaselineHeader::readHuffman(ByteView segment) {
  while (!segment.empty()) {
    const unsigned head = byteAt(segment, 0);
    const std::size_t number = head & 15;
    if (head >> 4 > 1 || number > 1) return false;
    const bool isDc = head >> 4 == 0;
    const auto used = (isDc ? dc_ : ac_)[number].assign(segment.subspan(1));
    if (!used) return false;
    if (isDc && hasBeyond(segment.subspan(1 + kHuffmanLengths, *used - kHuffmanLengths), kMostDcBits)) return false;
    (isDc ? hasDc_ : hasAc_)[number] = true;
    segment = segment.subspan(1 + *used);
  }
  return true;
}

bool BaselineHeader::readFrame(ByteView segment) {
  if (hasFrame_ || segment.size() != 6 + 3 * kComponents || byteAt(segment, 0) != 8) return false;
  size_ = {static_cast<int>(u16At(segment, 3)), static_cast<int>(u16At(segment, 1))};
  if (size_.empty() || byteAt(segment, 5) != kComponents) return false;
  for (std::size_t i = 0; i < kComponents; ++i) {
    const ByteView entry = segment.subspan(6 + 3 * i, 3);
    const cv::Size factor(static_cast<int>(byteAt(entry, 1) >> 4), static_cast<int>(byteAt(entry, 1) & 15));
    const auto isOneOrTwo = [](int value) { return value == 1 || value == 2; };
    if (i == 0 ? !isOneOrTwo(factor.width) || !isOneOrTwo(factor.height) : factor != cv::Size(1, 1)) return false;
    if (i == 0) chromaStep_ = factor;
    components_[i] = {static_cast<int>(byteAt(entry, 0)), byteAt(entry, 2), 0, 0};
  }
  // Without JFIF's marker, these numbers are what tells Y'CbCr, as libjpeg has it.
  const bool isYcc = components_[0].id == 1 && components_[1].id == 2 && components_[2].id == 3;
  hasFrame_ = isYcc;
  return isYcc;
}

bool BaselineHeader::readScan(ByteView segment) {
  if (!hasFrame_ || segment.size() != 4 + 2 * kComponents || byteAt(segment, 0) != kComponents) return false;
  for (std::size_t i = 0; i < kComponents; ++i) {
    Component& component = components_[i];
    const unsigned tables = byteAt(segment, 2 + 2 * i);
    component.dc = tables >> 4;
    component.ac = tables & 15;
    if (static_cast<int>(byteAt(segment, 1 + 2 * i)) != component.id || component.dc > 1 || component.ac > 1 ||
        component.steps >= steps_.size() || !hasSteps_[component.steps] || !hasDc_[component.dc] ||
        !hasAc_[component.ac]) {
      return false;
    }
  }
  // All coefficients at once and to the last bit.
  return byteAt(segment, 7) == 0 && byteAt(segment, 8) == 63 && byteAt(segment, 9) == 0;
}

}  // namespace facewire::image
