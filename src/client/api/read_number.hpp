#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "facewire/protocol/faces.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::client {

/// Whole numbers of a response. Json's own `get` would turn any number into them, 1e30 too, of which nothing may be
/// expected. All throw Json::exception for what is no whole number.

inline std::size_t readCount(const protocol::Json& json) {
  return json.get_ref<const protocol::Json::number_unsigned_t&>();
}

inline std::int64_t readWhole(const protocol::Json& json) {
  if (json.is_number_unsigned()) return static_cast<std::int64_t>(readCount(json));
  return json.get_ref<const protocol::Json::number_integer_t&>();
}

inline protocol::Box readBox(const protocol::Json& json) {
  const auto side = [&json](std::size_t number) { return static_cast<int>(readWhole(json.at("box").at(number))); };
  return {side(0), side(1), side(2), side(3)};
}

}  // namespace facewire::client
