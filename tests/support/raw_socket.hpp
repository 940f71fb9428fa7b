#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "facewire/base/bytes.hpp"

namespace facewire::test {

/// A TCP connection to a port of the loopback, for peers that behave as no client of ours does. Blocking, with a
/// deadline of a minute on every call. Confined to one thread, but one may send while another receives.
class RawSocket {
 public:
  /// Throws std::system_error where it cannot be connected.
  explicit RawSocket(std::uint16_t port);
  ~RawSocket() { close(); }
  RawSocket(RawSocket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  RawSocket& operator=(RawSocket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

  /// False where the peer takes no more.
  bool send(ByteView bytes);

  /// What has come, at least a byte; empty at the end of the stream. Nothing where the connection broke.
  std::optional<Bytes> receive();

  /// No more is sent; what comes can still be received.
  void finishSending();

  void close();

  /// Closes with a reset instead of an end, as a killed machine's system does.
  void reset();

 private:
  int descriptor_;
};

}  // namespace facewire::test
