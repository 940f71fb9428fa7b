#pragma once

#include <cstddef>
#include <functional>

namespace facewire {

/// Does item `index`.
using ItemWork = std::function<void(std::size_t index)>;

/// Does items 0 to `count` - 1 on up to `threads` threads, the caller's among them, and returns when all are done; on
/// fewer where the system gives no more. `makeWork` is called once on each thread, for what is confined to it; items
/// come in any order, so each writes only what is its own. The first exception ends the rest and is thrown here.
void forEachInParallel(std::size_t count, std::size_t threads, const std::function<ItemWork()>& makeWork);

/// The same on as many threads as there are cores, with nothing confined to one: `work` is called on several at once.
void forEachInParallel(std::size_t count, const ItemWork& work);

}  // namespace facewire
