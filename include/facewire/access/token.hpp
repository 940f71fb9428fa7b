#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "facewire/access/role.hpp"
#include "facewire/base/result.hpp"

namespace facewire::access {

/// SHA-256 of a token. Tokens are 256 random bits, so nothing slower is needed to keep them from being guessed.
using TokenHash = std::array<std::byte, 32>;

/// A new token: "fw_" and 43 letters, digits, - and _ (256 random bits). Throws std::runtime_error where the system has
/// no randomness.
std::string makeToken();

TokenHash hashOf(std::string_view token);

/// Takes the same time wherever they differ.
bool areEqual(const TokenHash& one, const TokenHash& other);

/// What is stored of a token: all but the token.
struct TokenEntry {
  std::string id;    ///< short, for people and logs
  std::string name;  ///< who has it: "front-door"
  Role role = Role::viewer;
  TokenHash hash{};
  std::string created;  ///< UTC
};

}  // namespace facewire::access
