#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <optional>
#include <string>

#include "facewire/access/token_book.hpp"
#include "facewire/net/tls.hpp"
#include "facewire/server/access_policy.hpp"
#include "options.hpp"
#include "unusable_configuration.hpp"

namespace facewire::app {

/// Certificate and tokens as the options have them. Outlives the server that uses its policy().
class AccessChoice {
 public:
  /// Throws UnusableConfiguration: a certificate, key or token file that cannot be used; an address of the network
  /// without TLS and tokens (protected mode), unless `insecure`.
  AccessChoice(const Options& options, spdlog::logger& log);

  server::AccessPolicy policy();

  /// Reads certificate, key and CA anew, for connections from then on. Errors: `invalidInput`, naming what is wrong
  /// with them, or what needs a start; nothing is changed then.
  Result<void> reload(const Options& options);

  /// Whether other machines can reach the server without TLS, or without showing who they are.
  bool isOpenToNetwork() const { return isOpenToNetwork_; }

  /// One line for the log.
  std::string describe();

 private:
  void refuseToBeOpen(const Options& options);

  std::optional<net::TlsContext> tls_;
  std::unique_ptr<access::TokenBook> tokens_;
  bool asksForCertificates_;
  access::Role certificateRole_;
  bool isOpenToNetwork_ = false;
};

}  // namespace facewire::app
