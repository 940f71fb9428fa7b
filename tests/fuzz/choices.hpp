#pragma once

#include <algorithm>
#include <cstddef>

#include "facewire/base/bytes.hpp"

namespace facewire::fuzz {

/// Decisions that an input takes, from its first byte on; when it has no more, all of them are 0.
class Choices {
 public:
  explicit Choices(ByteView input) : rest_(input) {}

  bool isEmpty() const { return rest_.empty(); }
  ByteView rest() const { return rest_; }

  unsigned byte() {
    if (rest_.empty()) return 0;
    const auto value = std::to_integer<unsigned>(rest_.front());
    rest_ = rest_.subspan(1);
    return value;
  }

  /// 0 to `count` - 1. Precondition: `count` is 1 to 256.
  unsigned below(unsigned count) { return byte() % count; }
  bool yes() { return (byte() & 1U) != 0; }

  /// The next `count` bytes, or what is left.
  ByteView bytes(std::size_t count) {
    const ByteView taken = rest_.first(std::min(count, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }

 private:
  ByteView rest_;
};

}  // namespace facewire::fuzz
