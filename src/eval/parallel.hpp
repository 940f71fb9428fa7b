#pragma once

#include <cstddef>
#include <functional>

namespace facewire::eval {

/// Does item `index`.
using Work = std::function<void(std::size_t index)>;

/// Does items 0 to `count` - 1 on `threads` threads and returns when all are done. `makeWork` is called once on each
/// thread, for what is confined to it; items come in any order, so each writes only what is its own. The first
/// exception ends the rest and is thrown here.
void forEachInParallel(std::size_t count, std::size_t threads, const std::function<Work()>& makeWork);

}  // namespace facewire::eval
