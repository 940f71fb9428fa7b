#pragma once

#include <cstdint>
#include <string>

#include "facewire/protocol/json.hpp"

namespace facewire::protocol {

/// REQUEST {"id": n, "op": "...", ...}. `body` is the whole object.
struct Request {
  std::int64_t id = 0;
  std::string op;
  Json body = Json::object();

  /// True for the ops that exactly one FRAME follows.
  bool takesFrame() const { return op == "enroll" || op == "assess" || op == "verify" || op == "explain"; }
  /// The same of one DATA.
  bool takesData() const { return op == "add_sample" || op == "upload_part"; }
  /// True for the ops of a gallery on its way out or in, which the connection remembers.
  bool isExchange() const;
};

/// Errors: `badMessage` (not JSON, no whole-number id, no op).
Result<Request> parseRequest(ByteView payload);

/// A field that must be there. Errors: `badMessage`, naming op and field.
Result<std::string> requireText(const Request& request, const char* field);
Result<std::int64_t> requireInteger(const Request& request, const char* field);

/// RESPONSE {"id": n, "ok": true, ...} or {"id": n, "ok": false, "error": {"code", "message"}}.
struct Response {
  std::int64_t id = 0;
  Result<Json> result = Json::object();  ///< the fields beside id and ok, or what went wrong
  Bytes frame = {};                      ///< the JPEG of the FRAME that follows, for an op that gives one; else empty
  Bytes data = {};                       ///< the same of the DATA that follows
};

/// Errors: `badMessage`. A response with "ok": false parses well; its error is in `result`.
Result<Response> parseResponse(ByteView payload);

std::string toJsonText(const Request& request);
std::string toJsonText(const Response& response);

/// Whether it is one FRAME's error, after which the conversation goes on.
bool concernsOneFrame(ErrorCode code);

/// ERROR {"code", "message", "fatal"}.
struct ErrorMessage {
  Error error;
  bool fatal = false;
};

/// Errors: `badMessage`. A code that this version does not know becomes `internal`, its word kept in the detail.
Result<ErrorMessage> parseError(ByteView payload);
std::string toJsonText(const ErrorMessage& message);

}  // namespace facewire::protocol
