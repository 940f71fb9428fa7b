#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "facewire/base/bytes.hpp"
#include "facewire/net/endpoint.hpp"
#include "temporary_folder.hpp"

namespace facewire::fuzz {

/// Messages as they go over the wire, from lines: a digit, which is the type, and the payload; or bytes as they are.
/// `welcomes`: with a WELCOME of a good server before them.
Bytes toMessages(std::string_view lines, bool welcomes);

/// Says to each client that connects what it was told to say, whatever the client does, and then nothing more. A
/// thread of its own, which ends with the process. Confined to one thread.
class HostileServer {
 public:
  /// Throws std::runtime_error where there is no socket to be had.
  HostileServer();
  ~HostileServer();
  HostileServer(const HostileServer&) = delete;
  HostileServer& operator=(const HostileServer&) = delete;

  net::Endpoint endpoint() const { return net::UnixEndpoint{folder_.path() / "socket"}; }

  /// What the next client is told.
  void answerWith(Bytes bytes);

 private:
  void serve();

  test::TemporaryFolder folder_;
  int listening_ = -1;
  std::mutex mutex_;
  Bytes bytes_;  ///< guarded by mutex_
  std::jthread thread_;
};

}  // namespace facewire::fuzz
