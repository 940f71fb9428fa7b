#include "facewire/album/picture_ending.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace facewire::album {

bool hasPictureEnding(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 13> kEndings{".jpg", ".jpeg", ".jpe", ".png",  ".pgm", ".ppm", ".pnm",
                                                             ".bmp", ".webp", ".tif", ".tiff", ".jp2", ".pbm"};
  std::string ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::ranges::find(kEndings, ending) != kEndings.end();
}

}  // namespace facewire::album
