#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "facewire/protocol/json.hpp"

namespace facewire::protocol {

/// Reading single fields of a message; each error is `badMessage` and names message and field.

inline tl::unexpected<Error> badField(std::string_view message, const char* field, const char* expected) {
  return fail(ErrorCode::badMessage, std::string(message) + ": \"" + field + "\" must be " + expected);
}

inline Result<std::int64_t> integerField(const Json& json, std::string_view message, const char* field) {
  const auto found = json.find(field);
  if (found == json.end() || !found->is_number_integer()) return badField(message, field, "a whole number");
  if (found->is_number_unsigned() && found->get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max()) {
    return badField(message, field, "a whole number below 2^63");
  }
  return found->get<std::int64_t>();
}

inline Result<double> numberField(const Json& json, std::string_view message, const char* field) {
  const auto found = json.find(field);
  if (found == json.end() || !found->is_number()) return badField(message, field, "a number");
  return found->get<double>();
}

inline Result<std::string> textField(const Json& json, std::string_view message, const char* field) {
  const auto found = json.find(field);
  if (found == json.end() || !found->is_string()) return badField(message, field, "text");
  return found->get<std::string>();
}

/// Nothing where the field is missing or null.
inline Result<std::optional<std::string>> optionalTextField(const Json& json, std::string_view message,
                                                            const char* field) {
  const auto found = json.find(field);
  if (found == json.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) return badField(message, field, "text");
  return found->get<std::string>();
}

}  // namespace facewire::protocol
