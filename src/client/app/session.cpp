#include "session.hpp"

#include <utility>

#include "waiting_bar.hpp"

namespace facewire::app {

client::ConnectOptions Session::connectOptions(std::vector<protocol::Reply> reply) const {
  client::ConnectOptions connect;
  connect.server = options.server;
  connect.token = options.token;
  connect.trust = options.trust;
  connect.reply = std::move(reply);
  connect.timeout = options.timeout;
  return connect;
}

Result<client::Client> Session::connect(std::vector<protocol::Reply> reply) const {
  return connect(connectOptions(std::move(reply)));
}

Result<client::Client> Session::connect(const client::ConnectOptions& with) const {
  const WaitingBar waiting(console, "connecting to " + net::toText(with.server), std::chrono::seconds(1));
  return client::Client::connect(with);
}

std::string Session::explain(const Error& error) const {
  const std::string server = net::toText(options.server);
  switch (error.code) {
    case ErrorCode::unreachable:
      return "cannot reach the server at " + error.detail +
             " (is facewired running there? Choose another server with --server HOST:PORT or FACEWIRE_SERVER)";
    case ErrorCode::disconnected:
      return "lost the connection to " + server + ": " +
             (error.detail == "closed" ? "the server closed it" : error.detail);
    case ErrorCode::timeout:
      return "the server at " + server + " did not answer in time: " + error.detail +
             " (wait longer with --timeout SECONDS)";
    case ErrorCode::unauthorised:
      return "the server at " + server + " refused: " + error.detail +
             (options.token.empty() && error.detail.find("TLS") == std::string::npos
                  ? " (give a token in FACEWIRE_TOKEN or --token-file; facewired token add makes one)"
                  : "");
    case ErrorCode::untrusted:
      return "no TLS with the server at " + server + ": " + error.detail +
             (error.detail.find("self-signed") == std::string::npos
                  ? ""
                  : " (say that it is the one you mean: --tls-fingerprint, as facewired keygen printed it, or "
                    "--tls-ca)");
    case ErrorCode::busy:
      return "the server at " + server + " is busy: " + error.detail + " (try again later)";
    case ErrorCode::shuttingDown:
      return "the server at " + server + " is shutting down";
    case ErrorCode::badMessage:
      return "the server at " + server + " is not understood: " + error.detail +
             " (is it a facewired, and of a version that fits this client?)";
    case ErrorCode::internal:
    case ErrorCode::unknownOp:
      return "the server at " + server + " cannot do that: " + error.detail;
    default:
      return error.detail.empty() ? std::string(toWord(error.code)) : error.detail;
  }
}

ExitStatus Session::report(const Error& error) const {
  return report(error, "");
}

ExitStatus Session::report(const Error& error, const std::string& subject) const {
  const std::string text = explain(error);
  // Errors of files name their file already.
  console.error(subject.empty() || text.starts_with(subject) ? text : subject + ": " + text);
  return exitStatusOf(error.code);
}

protocol::Json toJson(const Error& error) {
  return {{"code", toWord(error.code)}, {"message", error.detail}};
}

}  // namespace facewire::app
