#pragma once

#include <spdlog/logger.h>

#include <string>

#include "facewire/net/message_stream.hpp"
#include "facewire/net/tls.hpp"
#include "registry.hpp"

namespace facewire::server {

/// Tells one client too many that the server is busy: by ERROR if it says HELLO, by closing if it does not.
class Refusal : public Task {
 public:
  /// `tls`: as the server's sessions have it; none: in clear. `reason` is for the client.
  Refusal(net::Connection connection, const net::TlsContext* tls, std::string reason);

  void run() override;
  void abort() override { stream_.connection().abort(); }

 private:
  net::MessageStream stream_;
  const net::TlsContext* tls_;
  std::string reason_;
};

}  // namespace facewire::server
