#pragma once

#include <string>
#include <string_view>

#include "facewire/base/result.hpp"
#include "facewire/protocol/json.hpp"
#include "facewire/protocol/message.hpp"

namespace facewire::client {

inline Error unexpectedMessage(const protocol::Message& message, std::string_view wanted) {
  return {ErrorCode::badMessage, "the server sent " + std::string(protocol::toWord(message.type)) + " where " +
                                     std::string(wanted) + " was due"};
}

/// Reads the fields of a response; what is missing or of another type is told once, by where it was looked for.
template <typename T>
Result<T> readFields(const protocol::Json& json, std::string_view op, T (*read)(const protocol::Json&)) {
  try {
    return read(json);
  } catch (const protocol::Json::exception& error) {
    return fail(ErrorCode::badMessage, "RESPONSE to " + std::string(op) + ": " + error.what());
  }
}

}  // namespace facewire::client
