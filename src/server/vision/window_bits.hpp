#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace facewire::vision {

/// Which windows are still in the search, a bit each, over memory of the caller's.
class WindowBits {
 public:
  /// None of the `size` windows is set.
  WindowBits(std::vector<std::uint64_t>& memory, std::size_t size) : size_(size), words_(size / 64 + 2) {
    if (memory.size() < 2 * words_) memory.resize(2 * words_);
    now_ = memory.data();
    before_ = now_ + words_;
    std::fill_n(now_, words_, 0);
  }

  std::size_t size() const { return size_; }

  /// Sets those of the up to 8 windows from `at` on, a multiple of their number, that `bits` says.
  void add(std::size_t at, std::uint64_t bits) { now_[at / 64] |= bits << (at % 64); }

  /// The bits of the `count` windows, up to 8, from `at` on.
  std::uint64_t read(std::size_t at, std::size_t count) const {
    const std::uint64_t low = now_[at / 64] >> (at % 64);
    const std::uint64_t high = at % 64 == 0 ? 0 : now_[at / 64 + 1] << (64 - at % 64);
    return (low | high) & ((std::uint64_t{1} << count) - 1);
  }

  /// Clears the windows whose bits, from window `at` on, are set in `bits`.
  void remove(std::size_t at, std::uint64_t bits) {
    now_[at / 64] &= ~(bits << (at % 64));
    if (at % 64 != 0) now_[at / 64 + 1] &= ~(bits >> (64 - at % 64));
  }

  /// Clears `count` windows from `at` on.
  void clear(std::size_t at, std::size_t count) {
    for (const std::size_t end = at + count; at < end;) {
      const std::size_t bit = at % 64;
      const std::size_t here = std::min(64 - bit, end - at);
      now_[at / 64] &= ~(~std::uint64_t{0} >> (64 - here) << bit);
      at += here;
    }
  }

  /// The first window that is set from `at` on; size() where there is none.
  std::size_t next(std::size_t at) const {
    if (at >= size_) return size_;
    std::uint64_t word = now_[at / 64] & (~std::uint64_t{0} << (at % 64));
    for (std::size_t i = at / 64;; word = now_[i]) {
      if (word != 0) return i * 64 + static_cast<std::size_t>(std::countr_zero(word));
      if (++i == words_) return size_;
    }
  }

  /// Keeps the present bits for removeUnvisited().
  void remember() { std::copy_n(now_, words_, before_); }

  /// Clears the windows that are skipped where a window that was remembered and is gone is followed by a skip. In a run
  /// of such windows every second one is skipped itself, so that what follows a run of odd length is skipped.
  void removeUnvisited() {
    std::size_t run = 0;  // of gone windows, up to where the word begins
    for (std::size_t i = 0; i < words_; ++i) {
      const std::uint64_t gone = before_[i] & ~now_[i];
      for (std::uint64_t left = now_[i]; left != 0; left &= left - 1) {
        const int at = std::countr_zero(left);
        const int inWord = at == 0 ? 0 : std::countl_one(gone << (64 - at));
        if ((static_cast<std::size_t>(inWord) + (inWord == at ? run : 0)) % 2 != 0) now_[i] &= ~(left & (~left + 1));
      }
      run = ~gone == 0 ? run + 64 : static_cast<std::size_t>(std::countl_one(gone));
    }
  }

 private:
  std::size_t size_;
  std::size_t words_;
  std::uint64_t* now_ = nullptr;
  std::uint64_t* before_ = nullptr;
};

}  // namespace facewire::vision
