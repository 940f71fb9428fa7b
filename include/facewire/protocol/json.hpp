#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::protocol {

/// Keeps the keys in the order they were put in, so that what people read on the wire reads well.
using Json = nlohmann::ordered_json;

/// One JSON object. Errors: `badMessage`, beginning with `what` ("HELLO is not a JSON object: ...").
Result<Json> parseObject(ByteView payload, std::string_view what);

/// Compact text; bytes that are not UTF-8 become U+FFFD rather than throwing.
std::string toText(const Json& json);

}  // namespace facewire::protocol
