#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "facewire/base/bytes.hpp"

namespace facewire {

/// A SHA-256 (FIPS 180-4) of bytes that come in parts. Confined to one thread.
class Sha256 {
 public:
  /// Throws std::bad_alloc.
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(ByteView bytes);

  /// Of what was added so far, as 64 lower-case hexadecimal digits.
  std::string hex() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire
