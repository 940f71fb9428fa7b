#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <utility>

#include "facewire/base/error.hpp"

namespace facewire::server {

/// Bytes that all clients may take together. Safe for concurrent use. Outlives its leases.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::size_t bytes) : bytes_(bytes) {}

  /// What is taken already stays taken.
  void setSize(std::size_t bytes) { bytes_ = bytes; }

  /// What a client is told that finds nothing left.
  Error exhausted() const {
    return {ErrorCode::busy, "the messages of all clients together take all the memory they may: " +
                                 std::to_string(bytes_) + " bytes; try again later"};
  }

  /// A part of the budget, given back with the object. Confined to one thread.
  class Lease {
   public:
    explicit Lease(MemoryBudget& budget) : budget_(budget) {}
    ~Lease() { release(); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    /// Takes so much more. False where that is not left: then nothing is taken.
    bool grow(std::size_t bytes) {
      if (!budget_.take(bytes)) return false;
      bytes_ += bytes;
      return true;
    }
    void release() { budget_.taken_ -= std::exchange(bytes_, 0); }

   private:
    MemoryBudget& budget_;
    std::size_t bytes_ = 0;
  };

 private:
  bool take(std::size_t bytes) {
    const std::size_t all = bytes_;
    std::size_t taken = taken_;
    while (taken <= all && bytes <= all - taken) {
      if (taken_.compare_exchange_weak(taken, taken + bytes)) return true;
    }
    return false;
  }

  std::atomic<std::size_t> bytes_;
  std::atomic<std::size_t> taken_ = 0;
};

}  // namespace facewire::server
