#include "facewire/client/server_trust.hpp"

#include "known_servers.hpp"

namespace facewire::client {
namespace {

net::TlsClientOptions tlsOptions(const TrustOptions& options) {
  net::TlsClientOptions tls;
  tls.trust = options.by == TrustOptions::By::systemCas ? net::TlsClientOptions::Trust::systemCas
              : options.by == TrustOptions::By::ca      ? net::TlsClientOptions::Trust::ca
                                                        : net::TlsClientOptions::Trust::anyCertificate;
  tls.ca = options.ca;
  tls.certificate = options.certificate;
  tls.key = options.key;
  return tls;
}

Error shownAnother(const net::Endpoint& server, const net::TlsPeer& shown, const std::string& remedy) {
  return {ErrorCode::untrusted, net::toText(server) + " shows another certificate than the one expected (fingerprint " +
                                    net::toText(shown.fingerprint) + "): somebody may be in between; " + remedy};
}

}  // namespace

ServerTrust::ServerTrust(TrustOptions options, net::TlsContext context)
    : options_(std::move(options)), context_(std::move(context)) {}

Result<std::shared_ptr<const ServerTrust>> ServerTrust::make(TrustOptions options) {
  auto context = net::TlsContext::forClient(tlsOptions(options));
  if (!context) return fail(context.error());
  // Shared by all connections of a program, each of which may outlive the options it was made with.
  return std::shared_ptr<const ServerTrust>(new ServerTrust(std::move(options), std::move(*context)));
}

Result<void> ServerTrust::judge(const net::Endpoint& server, const net::TlsPeer& shown) const {
  if (options_.by == TrustOptions::By::fingerprint) {
    if (shown.fingerprint == options_.fingerprint) return {};
    return fail(shownAnother(server, shown, "if its key was changed on purpose, give the new fingerprint"));
  }
  if (options_.by != TrustOptions::By::firstUse) return {};
  const KnownServers known(options_.knownServers);
  const std::string name = net::toText(server);
  const auto expected = known.find(name);
  if (!expected) return fail(expected.error());
  if (!*expected) {
    if (auto added = known.add(name, shown.fingerprint); !added) return added;
    if (options_.onFirstUse) options_.onFirstUse(server, shown.fingerprint);
    return {};
  }
  if (**expected == shown.fingerprint) return {};
  return fail(shownAnother(
      server, shown, "if its key was changed on purpose, remove its line from " + options_.knownServers.string()));
}

}  // namespace facewire::client
