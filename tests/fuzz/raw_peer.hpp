#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "facewire/base/bytes.hpp"
#include "facewire/protocol/message.hpp"

namespace facewire::fuzz {

/// A client's end of a Unix socket, which sends what it is told to, right or wrong. A server that lets it wait for an
/// answer is a finding. Confined to one thread.
class RawPeer {
 public:
  /// Connects. A server that takes no connection is a finding.
  explicit RawPeer(const std::filesystem::path& socket);
  ~RawPeer();
  RawPeer(const RawPeer&) = delete;
  RawPeer& operator=(const RawPeer&) = delete;

  /// What the server does not take any more is lost.
  void send(ByteView bytes);
  void send(protocol::MessageType type, ByteView payload);

  /// Nothing more comes from here.
  void endSending();

  /// The next message; nothing where the server has closed. A message that breaks off is a finding.
  std::optional<protocol::Message> receive();

 private:
  /// How many of the bytes came before the server closed.
  std::size_t read(std::span<std::byte> to);

  int socket_;
};

}  // namespace facewire::fuzz
