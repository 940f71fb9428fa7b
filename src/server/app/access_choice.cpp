#include "access_choice.hpp"

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

namespace facewire::app {
namespace {

/// Whether other machines can reach it. A name that cannot be resolved is told when it is bound.
bool isOnNetwork(const net::Endpoint& endpoint) {
  const auto* tcp = std::get_if<net::TcpEndpoint>(&endpoint);
  if (!tcp) return false;
  asio::io_context context(1);
  asio::ip::tcp::resolver resolver(context);
  asio::error_code error;
  for (const auto& entry : resolver.resolve(tcp->host, "", asio::ip::resolver_base::passive, error)) {
    if (!entry.endpoint().address().is_loopback()) return true;
  }
  return false;
}

std::optional<net::TlsContext> makeTls(const Options& options) {
  if (options.tls == "off") return std::nullopt;
  net::TlsServerOptions tls;
  tls.certificate = options.tlsCert.empty() ? defaultCertificate(options) : options.tlsCert;
  tls.key = options.tlsKey.empty() ? defaultKey(options) : options.tlsKey;
  std::error_code error;
  if (options.tlsCert.empty() && options.tlsClientCa.empty() && !std::filesystem::exists(tls.certificate, error)) {
    return std::nullopt;
  }
  if (!options.tlsClientCa.empty()) {
    tls.clientCa = options.tlsClientCa;
    tls.clientCertificates =
        options.tlsClientCerts == "required" ? net::ClientCertificates::required : net::ClientCertificates::optional;
  }
  auto context = net::TlsContext::forServer(tls);
  if (!context) throw UnusableConfiguration(context.error().detail);
  return std::move(*context);
}

std::unique_ptr<access::TokenBook> openTokens(const Options& options, spdlog::logger& log) try {
  return std::make_unique<access::TokenBook>(access::TokenFile(tokenFile(options)), [&log](const Error& error) {
    log.error("{}; those known before go on to count", error.detail);
  });
} catch (const std::runtime_error& error) {
  throw UnusableConfiguration(std::string(error.what()) + "; mend it, or remove it to begin with no token at all");
}

}  // namespace

AccessChoice::AccessChoice(const Options& options, spdlog::logger& log)
    : tls_(makeTls(options)),
      tokens_(openTokens(options, log)),
      asksForCertificates_(!options.tlsClientCa.empty()),
      certificateRole_(access::roleFromWord(options.tlsClientRole).value_or(access::Role::viewer)) {
  refuseToBeOpen(options);
}

Result<void> AccessChoice::reload(const Options& options) try {
  auto tls = makeTls(options);
  if (tls.has_value() != tls_.has_value() || asksForCertificates_ == options.tlsClientCa.empty()) {
    return fail(ErrorCode::invalidInput, "TLS, and whether clients are asked for certificates, need a start");
  }
  if (tls) tls_->replaceBy(std::move(*tls));
  return {};
} catch (const UnusableConfiguration& error) {
  return fail(ErrorCode::invalidInput, error.what());
}

void AccessChoice::refuseToBeOpen(const Options& options) {
  const bool asksWho = asksForCertificates_ || (tokens_->isRequired() && tokens_->size() > 0);
  if (tls_ && asksWho) return;
  for (const net::Endpoint& endpoint : options.listen) {
    if (!isOnNetwork(endpoint)) continue;
    isOpenToNetwork_ = true;
    if (options.insecure) return;
    std::string missing;
    if (!tls_) missing = "facewired keygen";
    if (!asksWho) missing += std::string(missing.empty() ? "" : ", then: ") + "facewired token add NAME --role admin";
    throw UnusableConfiguration("listening on " + net::toText(endpoint) + " without " +
                                (tls_      ? "tokens"
                                 : asksWho ? "TLS"
                                           : "TLS and tokens") +
                                " would let anybody on the network " +
                                (asksWho ? "read along" : "see and change who is known") + "; run: " + missing +
                                "; or listen on 127.0.0.1 or a Unix socket; or say --insecure");
  }
}

server::AccessPolicy AccessChoice::policy() {
  return {tls_ ? &*tls_ : nullptr, tokens_.get(), asksForCertificates_, certificateRole_};
}

std::string AccessChoice::describe() {
  std::string text = tls_ ? "TLS on TCP" : "no TLS";
  if (asksForCertificates_) text += ", clients' certificates asked for";
  text += tokens_->isRequired() ? ", tokens asked for (" + std::to_string(tokens_->size()) + " there)"
                                : ", no tokens asked for";
  if (isOpenToNetwork_) {
    text += "; INSECURE: open to the network as --insecure has it, so anybody there may " +
            std::string(tokens_->isRequired() || asksForCertificates_ ? "read along" : "see and change who is known");
  }
  return text;
}

}  // namespace facewire::app
