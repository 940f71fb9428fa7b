#include "histogram_code.hpp"

#include <zlib.h>

#include <bit>
#include <cstdint>
#include <new>

#include "words.hpp"

namespace facewire::gallery {
namespace {

/// Before the deflated floats: radius, columns, rows.
constexpr std::size_t kHead = 3 * kWord;
/// A larger grid is no valid one.
constexpr std::uint32_t kMostCells = 1024;
constexpr std::size_t kPatterns = 256;

}  // namespace

Bytes encodeHistogram(const vision::OpenCvHistogram& histogram) {
  Bytes plain;
  plain.reserve(kWord * histogram.shares.size());
  for (const float share : histogram.shares) appendWord(plain, std::bit_cast<std::uint32_t>(share));
  Bytes out;
  appendWord(out, static_cast<std::uint32_t>(histogram.settings.radius));
  appendWord(out, static_cast<std::uint32_t>(histogram.settings.gridX));
  appendWord(out, static_cast<std::uint32_t>(histogram.settings.gridY));
  uLongf size = ::compressBound(static_cast<uLong>(plain.size()));
  out.resize(kHead + size);
  const int done = ::compress(reinterpret_cast<Bytef*>(out.data() + kHead), &size,
                              reinterpret_cast<const Bytef*>(plain.data()), static_cast<uLong>(plain.size()));
  if (done != Z_OK) throw std::bad_alloc();
  out.resize(kHead + size);
  return out;
}

std::optional<vision::OpenCvHistogram> decodeHistogram(ByteView bytes) {
  if (bytes.size() < kHead) return std::nullopt;
  const std::uint32_t columns = wordAt(bytes, 1);
  const std::uint32_t rows = wordAt(bytes, 2);
  if (columns < 1 || rows < 1 || columns > kMostCells || rows > kMostCells / columns) return std::nullopt;
  vision::OpenCvHistogram histogram;
  histogram.settings = {static_cast<int>(wordAt(bytes, 0)), static_cast<int>(columns), static_cast<int>(rows)};
  Bytes plain(kWord * kPatterns * columns * rows);
  auto size = static_cast<uLongf>(plain.size());
  const ByteView deflated = bytes.subspan(kHead);
  const int done = ::uncompress(reinterpret_cast<Bytef*>(plain.data()), &size,
                                reinterpret_cast<const Bytef*>(deflated.data()), static_cast<uLong>(deflated.size()));
  if (done != Z_OK || size != plain.size()) return std::nullopt;
  histogram.shares.resize(plain.size() / kWord);
  for (std::size_t i = 0; i < histogram.shares.size(); ++i) {
    histogram.shares[i] = std::bit_cast<float>(wordAt(plain, i));
  }
  if (!vision::expectValid(histogram)) return std::nullopt;
  return histogram;
}

}  // namespace facewire::gallery
