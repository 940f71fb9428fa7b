#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <asio/ssl/context.hpp>
#include <mutex>

#include "facewire/net/tls.hpp"

namespace facewire::net {
namespace {

using asio::ssl::context;

tl::unexpected<Error> badFile(const std::string& what, const std::filesystem::path& file, const std::string& why,
                              const std::string& remedy) {
  return fail(ErrorCode::invalidInput, what + " \"" + file.string() + "\" " + why + "; " + remedy);
}

Result<void> checkReadable(const std::string& what, const std::filesystem::path& file, const std::string& remedy) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    return badFile(what, file, "cannot be used: " + std::error_code(errno, std::generic_category()).message(), remedy);
  }
  if (!S_ISREG(status.st_mode)) return badFile(what, file, "is not a file", remedy);
  return {};
}

/// Who can read the key can pretend to be its owner.
Result<void> checkKey(const std::filesystem::path& key, const std::string& remedy) {
  if (auto readable = checkReadable("key", key, remedy); !readable) return readable;
  struct stat status {};
  if (::stat(key.c_str(), &status) == 0 && (status.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
    return badFile("key", key, "may be read or changed by others than its owner", "run: chmod 600 " + key.string());
  }
  return {};
}

/// The session cache is off: its tickets would let a revoked client certificate in, and connections last long.
void harden(context& tls) {
  SSL_CTX* native = tls.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(native, 0);
  // A cut stream is told by the lengths of its messages, so an end without close_notify is an end like any other.
  SSL_CTX_set_options(
      native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(native,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
}

Result<void> useIdentity(context& tls, const std::filesystem::path& certificate, const std::filesystem::path& key,
                         const std::string& remedy) {
  if (auto readable = checkReadable("certificate", certificate, remedy); !readable) return readable;
  if (auto good = checkKey(key, remedy); !good) return good;
  asio::error_code error;
  tls.use_certificate_chain_file(certificate.string(), error);
  if (error) return badFile("certificate", certificate, "is no certificate in PEM: " + error.message(), remedy);
  // Without this OpenSSL would ask for a passphrase at the terminal.
  tls.set_password_callback([](std::size_t, context::password_purpose) { return std::string(); }, error);
  tls.use_private_key_file(key.string(), context::pem, error);
  if (!error && SSL_CTX_check_private_key(tls.native_handle()) == 1) return {};
  // OpenSSL compares the two as it reads the second.
  const int reason = ERR_GET_REASON(error ? static_cast<unsigned long>(error.value()) : ::ERR_peek_last_error());
  ::ERR_clear_error();
  if (reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH) {
    return badFile("key", key, "is not that of the certificate \"" + certificate.string() + "\"", remedy);
  }
  return badFile("key", key, "is no private key in PEM without a passphrase", remedy);
}

Result<void> trustCa(context& tls, const std::filesystem::path& ca) {
  const std::string remedy = "give a certificate in PEM";
  if (auto readable = checkReadable("CA", ca, remedy); !readable) return readable;
  asio::error_code error;
  tls.load_verify_file(ca.string(), error);
  ::ERR_clear_error();
  if (error) return badFile("CA", ca, "holds no certificate in PEM", remedy);
  return {};
}

}  // namespace

struct TlsContext::Impl {
  explicit Impl(std::shared_ptr<context> made) : tls(std::move(made)) {}

  mutable std::mutex mutex;
  std::shared_ptr<context> tls;  ///< guarded by mutex; connections hold on to OpenSSL's own part
};

TlsContext::TlsContext(std::unique_ptr<Impl> impl, Side side, bool checksHost)
    : impl_(std::move(impl)), side_(side), checksHost_(checksHost) {}
TlsContext::TlsContext(TlsContext&&) noexcept = default;
TlsContext& TlsContext::operator=(TlsContext&&) noexcept = default;
TlsContext::~TlsContext() = default;

std::shared_ptr<ssl_ctx_st> TlsContext::native() const {
  const std::lock_guard lock(impl_->mutex);
  return {impl_->tls, impl_->tls->native_handle()};
}

void TlsContext::replaceBy(TlsContext&& other) {
  const std::lock_guard lock(impl_->mutex);
  impl_->tls.swap(other.impl_->tls);
}

Result<TlsContext> TlsContext::forServer(const TlsServerOptions& options) {
  auto tls = std::make_shared<context>(context::tls_server);
  harden(*tls);
  if (auto used = useIdentity(*tls, options.certificate, options.key, "facewired keygen makes a pair"); !used) {
    return fail(used.error());
  }
  SSL_CTX* native = tls->native_handle();
  if (options.clientCertificates != ClientCertificates::none) {
    if (auto trusted = trustCa(*tls, options.clientCa); !trusted) return fail(trusted.error());
    const int need = options.clientCertificates == ClientCertificates::required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0;
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER | need, nullptr);
    if (auto* names = SSL_load_client_CA_file(options.clientCa.c_str())) SSL_CTX_set_client_CA_list(native, names);
  }
  return TlsContext(std::make_unique<Impl>(std::move(tls)), Side::server, false);
}

Result<TlsContext> TlsContext::forClient(const TlsClientOptions& options) {
  auto tls = std::make_shared<context>(context::tls_client);
  harden(*tls);
  const bool judges = options.trust != TlsClientOptions::Trust::anyCertificate;
  asio::error_code error;
  if (options.trust == TlsClientOptions::Trust::systemCas) tls->set_default_verify_paths(error);
  if (options.trust == TlsClientOptions::Trust::ca) {
    if (auto trusted = trustCa(*tls, options.ca); !trusted) return fail(trusted.error());
  }
  tls->set_verify_mode(judges ? asio::ssl::verify_peer : asio::ssl::verify_none, error);
  if (!options.certificate.empty()) {
    auto used = useIdentity(*tls, options.certificate, options.key, "give the client's certificate and its key");
    if (!used) return fail(used.error());
  }
  return TlsContext(std::make_unique<Impl>(std::move(tls)), Side::client, judges);
}

}  // namespace facewire::net
