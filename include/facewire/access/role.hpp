#pragma once

#include <optional>
#include <string_view>

namespace facewire::access {

/// What a client may do; each role may what those before it may.
enum class Role {
  none,      ///< nothing: it has not shown who it is
  viewer,    ///< stream, recognise, verify, ask for the status
  enroller,  ///< see who is enrolled and with what, enrol
  admin      ///< remove, rename, calibrate
};

/// "none", "viewer", "enroller", "admin".
std::string_view toWord(Role role);
/// Nothing for another word.
std::optional<Role> roleFromWord(std::string_view word);

/// What a FRAME needs.
inline constexpr Role kFrameRole = Role::viewer;

/// What a REQUEST needs. An op that nobody knows needs no more than to be told so.
Role neededRole(std::string_view op);

}  // namespace facewire::access
