#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace facewire::eval {

/// Who was taken for whom by one engine.
struct ConfusionPanel {
  std::string label;
  std::vector<std::vector<std::size_t>> counts;  ///< [person][nearest person], square
};

/// The panels side by side as one SVG document, the most frequent mistakes named below each. `names` are the people's.
std::string drawConfusion(const std::string& title, const std::vector<std::string>& names,
                          const std::vector<ConfusionPanel>& panels);

}  // namespace facewire::eval
