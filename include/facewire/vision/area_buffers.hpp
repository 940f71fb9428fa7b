#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace facewire::vision {

/// Which old pixels of one axis make each new one, and their weights.
struct AreaTaps {
  std::vector<std::size_t> first;  ///< old pixel, by new pixel; the others follow it
  std::vector<std::size_t> begin;  ///< into `weights`, by new pixel, and the end of the last
  std::vector<float> weights;
};

/// What shrinkByArea needs in memory for one picture at a time: kept, the next one takes none.
struct AreaBuffers {
  AreaTaps across;
  AreaTaps down;
  std::vector<float> columns;  ///< eight rows' pixels, turned: those of one column after those of the last
  std::vector<float> made;     ///< the same of the new columns
  std::vector<float> rows;     ///< eight rows of new columns
  std::vector<float> sum;      ///< of what makes the new row
  std::vector<std::uint8_t> row;
};

}  // namespace facewire::vision
