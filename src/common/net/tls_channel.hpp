#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "facewire/net/tls.hpp"
#include "io_outcome.hpp"

namespace facewire::net {

/// TLS over a non-blocking socket. No call waits: each says what it needs of the socket to go on, and is repeated then.
/// One thread may read while another writes: OpenSSL's calls are made under a lock, the waiting is not.
class TlsChannel {
 public:
  /// `descriptor` outlives this. `host`: what a client asked for; checked against the certificate where the context
  /// says so.
  TlsChannel(const TlsContext& context, int descriptor, const std::string& host);

  IoOutcome shakeHands();
  IoOutcome read(std::span<std::byte> buffer);
  /// `done` where a byte can be read.
  IoOutcome peek();
  /// May take a part only.
  IoOutcome write(ByteView bytes);
  /// Tells the peer that nothing more comes.
  void sayGoodbye();

  /// Why the last call that gave `failed` did: `untrusted` (the certificate, or what TLS could not be agreed on), or
  /// `disconnected`, in OpenSSL's words.
  Error reason() const;

  /// Once hands are shaken; nothing where the peer showed no certificate.
  std::optional<TlsPeer> peer() const;

 private:
  struct Free {
    void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
  };
  IoOutcome judge(int result);
  /// One call of OpenSSL's, and what its result means; none once one has failed.
  template <typename Call>
  IoOutcome attempt(Call call);

  mutable std::mutex mutex_;
  std::unique_ptr<SSL, Free> ssl_;  ///< guarded by mutex_
  Error reason_;                    ///< guarded by mutex_
  /// Guarded by mutex_. From then on nothing else is told: OpenSSL would call the next try a good end.
  bool hasFailed_ = false;
};

}  // namespace facewire::net
