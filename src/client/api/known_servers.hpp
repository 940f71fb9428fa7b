#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "facewire/base/result.hpp"
#include "facewire/net/fingerprint.hpp"

namespace facewire::client {

/// The file of servers that were trusted on first use: a line "SERVER FINGERPRINT" for each, like SSH's known_hosts.
class KnownServers {
 public:
  explicit KnownServers(std::filesystem::path file) : file_(std::move(file)) {}

  /// Nothing for a server that is not in it. Errors: `invalidInput`, naming file and line.
  Result<std::optional<net::Fingerprint>> find(const std::string& server) const;

  /// Errors: `invalidInput`.
  Result<void> add(const std::string& server, const net::Fingerprint& fingerprint) const;

 private:
  std::filesystem::path file_;
};

}  // namespace facewire::client
