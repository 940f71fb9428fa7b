#include "facewire/protocol/json.hpp"

namespace facewire::protocol {

namespace {

/// Deeper nesting than any message has; the parser is told to stop there, as its destructor would recurse.
constexpr int kMaxDepth = 32;

}  // namespace

Result<Json> parseObject(ByteView payload, std::string_view what) {
  const std::string_view text = asText(payload);
  bool tooDeep = false;
  const auto limitDepth = [&tooDeep](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth) tooDeep = true;
    return !tooDeep;
  };
  Json json = Json::parse(text.begin(), text.end(), limitDepth, false);
  if (json.is_discarded() || tooDeep || !json.is_object()) {
    return fail(ErrorCode::badMessage, std::string(what) + " is not a JSON object");
  }
  return json;
}

std::string toText(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace facewire::protocol
