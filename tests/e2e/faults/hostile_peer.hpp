#pragma once

#include <cstdint>
#include <random>

#include "facewire/base/bytes.hpp"

namespace facewire::test {

/// Sends what no client of ours would: garbage for pictures and for JSON, messages of the server's and of no type,
/// lengths over every limit. By a seed, so that a run can be had again. Confined to one thread.
class HostilePeer {
 public:
  /// `jpeg`: a good picture, to be damaged.
  HostilePeer(std::uint16_t port, std::uint32_t seed, Bytes jpeg);

  /// One connection with up to `most` messages on it. How many there were; the test fails where the server did not
  /// answer each of them with one message, which is what the protocol promises after a HELLO.
  std::int64_t sendMessages(std::int64_t most);

  /// One connection that is given up: before a byte, in the middle of a header or of a frame, or with the answer
  /// unread; by an end or by a reset.
  void connectAndLeave();

 private:
  Bytes garbage(std::size_t most);
  Bytes badFrame();
  Bytes badRequest();
  Bytes lastWords();
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_()) % limit; }

  const std::uint16_t port_;
  std::mt19937 random_;
  const Bytes jpeg_;
};

}  // namespace facewire::test
