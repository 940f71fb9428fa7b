#pragma once

#include <cstdint>
#include <initializer_list>

namespace facewire::portraits {

/// SplitMix64 (Steele, Lea, Flood 2014). The standard distributions differ from one library to the next; this one gives
/// the same people everywhere. Confined to one thread.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  /// A stream of its own for each combination of keys: (seed, person, picture, ...).
  Random(std::initializer_list<std::uint64_t> keys) : state_(0) {
    for (const std::uint64_t key : keys) {
      state_ ^= key;
      state_ = next();
    }
  }

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  /// In [0, 1).
  float uniform() { return static_cast<float>(next() >> 40) * 0x1p-24F; }
  float between(float low, float high) { return low + (high - low) * uniform(); }
  bool chance(float probability) { return uniform() < probability; }
  /// In [0, count).
  int below(int count) { return static_cast<int>(next() % static_cast<std::uint64_t>(count)); }

  /// Mean 0, deviation 1, never beyond 3.5: four uniform numbers, because the logarithm of Box and Muller rounds
  /// differently from one mathematics library to the next.
  float bell() {
    float sum = -2.0F;
    for (int i = 0; i < 4; ++i) sum += uniform();
    return sum * 1.7320508F;
  }

 private:
  std::uint64_t state_;
};

}  // namespace facewire::portraits
