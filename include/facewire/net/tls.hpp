#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "facewire/base/result.hpp"
#include "facewire/net/fingerprint.hpp"

struct ssl_ctx_st;

namespace facewire::net {

/// Who the peer of a TLS connection is.
struct TlsPeer {
  Fingerprint fingerprint;
  std::string subject;   ///< the certificate's common name; empty where it has none
  bool trusted = false;  ///< the chain ends in a certificate that the context trusts
};

enum class ClientCertificates {
  none,      ///< not asked for
  optional,  ///< checked where a client shows one
  required
};

struct TlsServerOptions {
  std::filesystem::path certificate;  ///< PEM, the chain from the server's own on
  std::filesystem::path key;          ///< PEM, without a passphrase
  std::filesystem::path clientCa;     ///< PEM: whose client certificates are trusted
  ClientCertificates clientCertificates = ClientCertificates::none;
};

/// How a client knows its server, and shows itself.
struct TlsClientOptions {
  /// How the server's certificate is judged. With `anyCertificate` the caller judges TlsPeer before it says anything.
  enum class Trust { systemCas, ca, anyCertificate };
  Trust trust = Trust::systemCas;
  std::filesystem::path ca;           ///< PEM, for Trust::ca
  std::filesystem::path certificate;  ///< PEM, the client's own; empty: none
  std::filesystem::path key;
};

/// Keys and trust of one side, for any number of connections: TLS 1.2 and 1.3, by OpenSSL. Safe for concurrent use.
class TlsContext {
 public:
  enum class Side { server, client };

  /// Errors: `invalidInput`, naming the file and the remedy: missing, not PEM, a key of another certificate, a key that
  /// others than its owner may read.
  static Result<TlsContext> forServer(const TlsServerOptions& options);
  static Result<TlsContext> forClient(const TlsClientOptions& options);

  TlsContext(TlsContext&&) noexcept;
  TlsContext& operator=(TlsContext&&) noexcept;
  ~TlsContext();

  Side side() const { return side_; }
  /// Whether the server's certificate is to name the host that was asked for.
  bool checksHost() const { return checksHost_; }
  /// For connections from then on. `other` is of the same side.
  void replaceBy(TlsContext&& other);

  std::shared_ptr<ssl_ctx_st> native() const;

 private:
  struct Impl;
  TlsContext(std::unique_ptr<Impl> impl, Side side, bool checksHost);

  std::unique_ptr<Impl> impl_;
  Side side_;
  bool checksHost_;
};

}  // namespace facewire::net
