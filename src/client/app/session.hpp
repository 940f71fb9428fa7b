#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "console.hpp"
#include "exit_status.hpp"
#include "facewire/client/client.hpp"

namespace facewire::app {

/// What every command takes.
struct CommonOptions {
  net::Endpoint server = net::TcpEndpoint{"127.0.0.1", net::kDefaultPort};
  std::string token;
  std::shared_ptr<const client::ServerTrust> trust;  ///< for TLS; none: in clear
  std::chrono::milliseconds timeout{10'000};
  bool json = false;
  bool quiet = false;
  Console::Colour colour = Console::Colour::automatic;
};

/// What every command works with.
struct Session {
  const CommonOptions& options;
  Console& console;

  client::ConnectOptions connectOptions(std::vector<protocol::Reply> reply) const;

  Result<client::Client> connect(std::vector<protocol::Reply> reply = {protocol::Reply::faces}) const;
  Result<client::Client> connect(const client::ConnectOptions& with) const;

  /// Says what went wrong, with the remedy where there is one. What to end with.
  ExitStatus report(const Error& error) const;

  /// The same, naming what it happened to ("ada.jpg").
  ExitStatus report(const Error& error, const std::string& subject) const;

  /// The error in people's words, with the remedy where there is one.
  std::string explain(const Error& error) const;
};

/// {"code": "...", "message": "..."}
protocol::Json toJson(const Error& error);

}  // namespace facewire::app
