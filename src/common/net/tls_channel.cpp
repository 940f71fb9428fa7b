#include "tls_channel.hpp"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <climits>
#include <new>

#include "certificate_digest.hpp"
#include "socket_bio.hpp"

namespace facewire::net {
namespace {

int sizeForOpenSsl(std::size_t size) {
  return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

bool isAddress(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> ignored{};
  return ::inet_pton(AF_INET, host.c_str(), ignored.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), ignored.data()) == 1;
}

/// The certificate is to be that of `host` (RFC 6125).
void expectHost(SSL* ssl, const std::string& host) {
  X509_VERIFY_PARAM* expected = SSL_get0_param(ssl);
  if (isAddress(host)) {
    X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str());
    return;
  }
  X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(expected, host.c_str(), host.size());
  SSL_set_tlsext_host_name(ssl, host.c_str());
}

std::string lastReason() {
  const unsigned long code = ::ERR_get_error();
  ::ERR_clear_error();
  const char* text = code == 0 ? nullptr : ::ERR_reason_error_string(code);
  return text ? text : "the peer broke it off";
}

}  // namespace

TlsChannel::TlsChannel(const TlsContext& context, int descriptor, const std::string& host)
    : ssl_(SSL_new(context.native().get())) {
  if (!ssl_) throw std::bad_alloc();
  BIO* bio = newSocketBio(descriptor);
  SSL_set_bio(ssl_.get(), bio, bio);
  if (context.side() == TlsContext::Side::server) {
    SSL_set_accept_state(ssl_.get());
  } else {
    SSL_set_connect_state(ssl_.get());
    if (context.checksHost()) expectHost(ssl_.get(), host);
  }
}

/// What a call's result means; mutex_ is held, as OpenSSL's account of it ends with the next call.
IoOutcome TlsChannel::judge(int result) {
  if (result > 0) return {IoNext::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {IoNext::readable};
    case SSL_ERROR_WANT_WRITE:
      return {IoNext::writable};
    case SSL_ERROR_ZERO_RETURN:
      return {IoNext::ended};
    default:
      break;
  }
  hasFailed_ = true;
  const long verified = SSL_get_verify_result(ssl_.get());
  const bool mistrusts = verified != X509_V_OK && (SSL_get_verify_mode(ssl_.get()) & SSL_VERIFY_PEER) != 0;
  const unsigned long code = ::ERR_peek_error();
  // The peer's last word (RFC 8446, section 6), or something that is no TLS at all: to try again would not help.
  const bool isFinal = ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) != SSL_R_UNEXPECTED_EOF_WHILE_READING;
  reason_ = {isFinal ? ErrorCode::untrusted : ErrorCode::disconnected, lastReason()};
  if (mistrusts) {
    reason_ = {ErrorCode::untrusted,
               std::string("the certificate is not trusted: ") + X509_verify_cert_error_string(verified)};
  }
  return {IoNext::failed};
}

Error TlsChannel::reason() const {
  const std::lock_guard lock(mutex_);
  return reason_;
}

template <typename Call>
IoOutcome TlsChannel::attempt(Call call) {
  const std::lock_guard lock(mutex_);
  if (hasFailed_) return {IoNext::failed};
  ::ERR_clear_error();
  return judge(call());
}

IoOutcome TlsChannel::shakeHands() {
  return attempt([&] { return SSL_do_handshake(ssl_.get()); });
}

IoOutcome TlsChannel::read(std::span<std::byte> buffer) {
  return attempt([&] { return SSL_read(ssl_.get(), buffer.data(), sizeForOpenSsl(buffer.size())); });
}

IoOutcome TlsChannel::peek() {
  std::byte next{};
  return attempt([&] { return SSL_peek(ssl_.get(), &next, 1); });
}

IoOutcome TlsChannel::write(ByteView bytes) {
  return attempt([&] { return SSL_write(ssl_.get(), bytes.data(), sizeForOpenSsl(bytes.size())); });
}

void TlsChannel::sayGoodbye() {
  const std::lock_guard lock(mutex_);
  if (hasFailed_ || SSL_in_init(ssl_.get()) == 1) return;  // nobody could read it
  ::ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ::ERR_clear_error();
}

std::optional<TlsPeer> TlsChannel::peer() const {
  const std::lock_guard lock(mutex_);
  struct FreeX509 {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
  };
  const std::unique_ptr<X509, FreeX509> certificate(SSL_get1_peer_certificate(ssl_.get()));
  if (!certificate) return std::nullopt;
  TlsPeer peer;
  if (const auto fingerprint = fingerprintOf(certificate.get())) peer.fingerprint = *fingerprint;
  std::array<char, 256> name{};
  if (X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name.data(), name.size()) >
      0) {
    peer.subject = name.data();
  }
  peer.trusted =
      (SSL_get_verify_mode(ssl_.get()) & SSL_VERIFY_PEER) != 0 && SSL_get_verify_result(ssl_.get()) == X509_V_OK;
  return peer;
}

}  // namespace facewire::net
