#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace facewire::vision {

/// One line of text as pixels: 0xAARRGGBB, premultiplied, row after row. It covers the ink and the line's advance.
struct TextImage {
  int width = 0;
  int height = 0;
  int baseline = 0;  ///< rows above the baseline
  std::vector<std::uint32_t> pixels;
};

struct TextStyle {
  int pixels = 12;  ///< font size, in pixels
  bool bold = false;
  std::uint32_t colour = 0xFFFFFFFF;  ///< 0xAARRGGBB, not premultiplied
};

/// Lays out text by Pango (script, direction, shaping, font fallback) and keeps what it drew last, because a name is
/// drawn again on every frame and its layout is a hundred times dearer than its blending. Confined to one thread at a
/// time: it has a font map of its own, so it may move between threads.
class TextRenderer {
 public:
  TextRenderer();
  ~TextRenderer();
  TextRenderer(TextRenderer&&) noexcept;

  /// `text`: any bytes; what is not UTF-8 is replaced, mark-up is plain text. Text wider than `maxWidth` pixels is cut
  /// with an ellipsis. Shared, because an image in use may leave the cache.
  std::shared_ptr<const TextImage> render(std::string_view text, const TextStyle& style, int maxWidth);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::vision
