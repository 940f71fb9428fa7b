#include "server_options.hpp"

#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "facewire/base/file.hpp"
#include "facewire/command_line/help_format.hpp"

namespace facewire::app {
namespace {

using command_line::HelpFormat;

constexpr std::size_t kMaxTokenBytes = 4096;

using By = client::TrustOptions::By;

/// A token that others can read is no secret.
Result<std::string> readToken(const std::string& file) {
  const auto bytes = readFile(file, kMaxTokenBytes);
  if (!bytes) return fail(ErrorCode::invalidInput, "--token-file: " + bytes.error().detail);
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return fail(ErrorCode::invalidInput, "--token-file: " + file + " may be read by others: run chmod 600 " + file);
  }
  std::string token(asText(*bytes));
  token.erase(token.find_last_not_of(" \t\r\n") + 1);
  if (token.empty()) return fail(ErrorCode::invalidInput, "--token-file: " + file + " holds no token");
  return token;
}

std::filesystem::path knownServersFile() {
  if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg && *xdg == '/') {
    return std::filesystem::path(xdg) / "facewire" / "known_servers";
  }
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home ? home : ".") / ".local" / "share" / "facewire" / "known_servers";
}

void tellFirstUse(const net::Endpoint& server, const net::Fingerprint& fingerprint) {
  std::cerr << "facewire: trusting " << net::toText(server) << " from now on; its fingerprint is "
            << net::toText(fingerprint) << "\n";
}

Result<client::TrustOptions> trustOptions(const ServerDraft& draft) {
  const int ways = (draft.tlsCa.empty() ? 0 : 1) + (draft.tlsFingerprint.empty() ? 0 : 1) + (draft.tlsFirstUse ? 1 : 0);
  if (ways > 1) {
    return fail(ErrorCode::invalidInput, "--tls-ca, --tls-fingerprint and --tls-first-use exclude one another");
  }
  if (draft.tlsCert.empty() != draft.tlsKey.empty()) {
    return fail(ErrorCode::invalidInput, "--tls-cert and --tls-key belong together: give both, or neither");
  }
  client::TrustOptions trust;
  trust.certificate = draft.tlsCert;
  trust.key = draft.tlsKey;
  if (!draft.tlsCa.empty()) {
    trust.by = By::ca;
    trust.ca = draft.tlsCa;
  } else if (!draft.tlsFingerprint.empty()) {
    const auto fingerprint = net::parseFingerprint(draft.tlsFingerprint);
    if (!fingerprint) return fail(ErrorCode::invalidInput, "--tls-fingerprint: " + fingerprint.error().detail);
    trust.by = By::fingerprint;
    trust.fingerprint = *fingerprint;
  } else if (draft.tlsFirstUse) {
    trust.by = By::firstUse;
    trust.knownServers = knownServersFile();
    trust.onFirstUse = tellFirstUse;
  }
  return trust;
}

}  // namespace

void addServerOptions(CLI::App& app, ServerDraft& draft) {
  app.add_option("--server", draft.server,
                 "The server: HOST:PORT or unix:/path; else FACEWIRE_SERVER's, or 127.0.0.1:7117")
      ->envname("FACEWIRE_SERVER")
      ->type_name("ADDR");
  app.add_option("--token-file", draft.tokenFile, "Holds the token; else it is FACEWIRE_TOKEN's value")
      ->envname("FACEWIRE_TOKEN_FILE")
      ->type_name("FILE");
  app.add_flag("--tls", draft.tls, "Speak TLS; the system's CAs vouch for the server")
      ->group(HelpFormat::kMoreOptions)
      ->envname("FACEWIRE_TLS");
  app.add_option("--tls-ca", draft.tlsCa, "TLS; this certificate (PEM) is the server's, or vouches for it")
      ->group(HelpFormat::kMoreOptions)
      ->envname("FACEWIRE_TLS_CA")
      ->type_name("FILE");
  app.add_option("--tls-fingerprint", draft.tlsFingerprint, "TLS; the server's certificate, as its keygen printed it")
      ->group(HelpFormat::kMoreOptions)
      ->envname("FACEWIRE_TLS_FINGERPRINT")
      ->type_name("SHA256");
  app.add_flag("--tls-first-use", draft.tlsFirstUse, "TLS; the certificate shown now is the one expected from now on")
      ->group(HelpFormat::kMoreOptions)
      ->envname("FACEWIRE_TLS_FIRST_USE");
  app.add_option("--tls-cert", draft.tlsCert, "The client's own certificate, where the server asks for one")
      ->group(HelpFormat::kMoreOptions)
      ->envname("FACEWIRE_TLS_CERT")
      ->type_name("FILE");
  app.add_option("--tls-key", draft.tlsKey, "Its key")
      ->group(HelpFormat::kMoreOptions)
      ->envname("FACEWIRE_TLS_KEY")
      ->type_name("FILE");
}

Result<void> readServerOptions(const ServerDraft& draft, CommonOptions& common) {
  const auto server = net::parseEndpoint(draft.server);
  if (!server) {
    return fail(ErrorCode::invalidInput, "--server (or FACEWIRE_SERVER): " + server.error().detail);
  }
  common.server = *server;
  const char* token = std::getenv("FACEWIRE_TOKEN");
  common.token = token == nullptr ? "" : token;
  if (!draft.tokenFile.empty()) {
    auto read = readToken(draft.tokenFile);
    if (!read) return fail(read.error());
    common.token = std::move(*read);
  }
  const bool usesTls =
      draft.tls || draft.tlsFirstUse || !draft.tlsCa.empty() || !draft.tlsFingerprint.empty() || !draft.tlsCert.empty();
  if (!usesTls) return {};
  auto options = trustOptions(draft);
  if (!options) return fail(options.error());
  auto trust = client::ServerTrust::make(std::move(*options));
  if (!trust) return fail(trust.error());
  common.trust = std::move(*trust);
  return {};
}

}  // namespace facewire::app
