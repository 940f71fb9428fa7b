#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace facewire::app {

/// How far long work has come.
struct Progress {
  std::int64_t done = 0;
  std::optional<std::int64_t> total;  ///< nothing where nobody knows
  std::string noun;                   ///< "pictures", "frames"
  bool countable = true;              ///< false: nobody knows how much is done; `noun` tells what is going on
};

/// One line of at most `columns` columns: "[####----]  45%  450/1000 pictures  12.3/s  0:44 left". A pure function.
std::string renderProgress(const Progress& progress, std::chrono::duration<double> elapsed, std::size_t columns);

}  // namespace facewire::app
