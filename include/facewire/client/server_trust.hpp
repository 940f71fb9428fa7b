#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "facewire/base/result.hpp"
#include "facewire/net/endpoint.hpp"
#include "facewire/net/tls.hpp"

namespace facewire::client {

/// How a client makes sure that its server is the one it means, and shows who it is itself.
struct TrustOptions {
  enum class By {
    systemCas,    ///< a certificate for the server's name that this system's CAs vouch for
    ca,           ///< one that `ca` vouches for, or is
    fingerprint,  ///< the very certificate that `fingerprint` is of
    firstUse      ///< the one that was shown the first time, as `knownServers` has it
  };
  By by = By::systemCas;
  std::filesystem::path ca;  ///< PEM
  net::Fingerprint fingerprint;
  std::filesystem::path knownServers;  ///< made where it is missing (0600): a line "SERVER FINGERPRINT" for each
  std::function<void(const net::Endpoint&, const net::Fingerprint&)> onFirstUse;  ///< told of a server seen first
  std::filesystem::path certificate;  ///< PEM, the client's own; empty: none
  std::filesystem::path key;
};

/// TLS for any number of connections. Safe for concurrent use.
class ServerTrust {
 public:
  /// Errors: `invalidInput`, naming the file that cannot be used.
  static Result<std::shared_ptr<const ServerTrust>> make(TrustOptions options);

  const net::TlsContext& context() const { return context_; }

  /// What the handshake left to be judged; to be asked before anything is said. Errors: `untrusted`, with what to do;
  /// `invalidInput` where the known servers cannot be read or written.
  Result<void> judge(const net::Endpoint& server, const net::TlsPeer& shown) const;

 private:
  ServerTrust(TrustOptions options, net::TlsContext context);

  const TrustOptions options_;
  const net::TlsContext context_;
};

}  // namespace facewire::client
