#pragma once

#include <string>

#include "facewire/base/result.hpp"
#include "session.hpp"

namespace CLI {
class App;
}

namespace facewire::app {

/// What the command line says of the server and of the way to it, as CLI11 writes it.
struct ServerDraft {
  std::string server = "127.0.0.1:7117";
  std::string tokenFile;
  bool tls = false;
  bool tlsFirstUse = false;
  std::string tlsCa;
  std::string tlsFingerprint;
  std::string tlsCert;
  std::string tlsKey;
};

void addServerOptions(CLI::App& app, ServerDraft& draft);

/// Reads the draft, the token (from FACEWIRE_TOKEN or its file) and the certificates into `common`; whoever is trusted
/// on first use is told on standard error, then. Errors: `invalidInput`, naming the option and the remedy.
Result<void> readServerOptions(const ServerDraft& draft, CommonOptions& common);

}  // namespace facewire::app
