#include "page_scrubbing.hpp"

#include <algorithm>
#include <cstdint>

namespace facewire::storage {
namespace {

/// The first page begins with the database header.
constexpr std::size_t kDatabaseHeader = 100;

/// Overflow and trunk pages begin with the number of another page. Up to here, its first byte is none that a b-tree
/// page begins with.
constexpr std::size_t kMostPages = std::size_t{2} << 24;

std::size_t read16(std::span<const std::byte> page, std::size_t at) {
  return std::to_integer<std::size_t>(page[at]) << 8 | std::to_integer<std::size_t>(page[at + 1]);
}

/// 0 where the page is none of a b-tree.
std::size_t headerLength(std::byte kind) {
  switch (std::to_integer<int>(kind)) {
    case 2:
    case 5:
      return 12;
    case 10:
    case 13:
      return 8;
    default:
      return 0;
  }
}

void clear(std::span<std::byte> bytes) {
  std::ranges::fill(bytes, std::byte{0});
}

}  // namespace

void scrubPage(std::span<std::byte> page, std::size_t number) {
  const std::size_t header = number == 1 ? kDatabaseHeader : 0;
  if (number >= kMostPages || page.size() < 512) return;
  const std::size_t length = headerLength(page[header]);
  if (length == 0) return;
  const std::size_t gap = header + length + 2 * read16(page, header + 3);
  const std::size_t written = read16(page, header + 5);
  const std::size_t cells = written == 0 ? 65'536 : written;
  if (gap > cells || cells > page.size()) return;
  clear(page.subspan(gap, cells - gap));

  // A free block begins with the place of the next one, which is farther on, and with its own length.
  std::size_t last = cells;
  for (std::size_t block = read16(page, header + 1); block != 0; block = read16(page, block)) {
    if (block < last || block + 4 > page.size()) return;
    const std::size_t size = read16(page, block + 2);
    if (size < 4 || block + size > page.size()) return;
    clear(page.subspan(block + 4, size - 4));
    last = block + size;
  }
}

}  // namespace facewire::storage
