#include "facewire/protocol/request.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "fields.hpp"

namespace facewire::protocol {
namespace {

Json toJson(const Error& error) {
  return Json{{"code", facewire::toWord(error.code)}, {"message", error.detail}};
}

Result<Error> parseErrorFields(const Json& json, std::string_view message) {
  const auto word = textField(json, message, "code");
  if (!word) return fail(word.error());
  const auto detail = textField(json, message, "message");
  if (!detail) return fail(detail.error());
  const auto code = errorCodeFromWord(*word);
  return code ? Error{*code, *detail} : Error{ErrorCode::internal, *word + ": " + *detail};
}

}  // namespace

bool Request::isExchange() const {
  constexpr std::array<std::string_view, 8> kOps{"backup",      "backup_part", "backup_end", "upload",
                                                 "upload_part", "upload_end",  "restore",    "merge"};
  return std::ranges::find(kOps, op) != kOps.end();
}

Result<Request> parseRequest(ByteView payload) {
  auto json = parseObject(payload, "REQUEST");
  if (!json) return fail(json.error());
  const auto id = integerField(*json, "REQUEST", "id");
  if (!id) return fail(id.error());
  auto op = textField(*json, "REQUEST", "op");
  if (!op) return fail(op.error());
  return Request{*id, std::move(*op), std::move(*json)};
}

Result<std::string> requireText(const Request& request, const char* field) {
  return textField(request.body, "REQUEST " + request.op, field);
}

Result<std::int64_t> requireInteger(const Request& request, const char* field) {
  return integerField(request.body, "REQUEST " + request.op, field);
}

Result<Response> parseResponse(ByteView payload) {
  auto json = parseObject(payload, "RESPONSE");
  if (!json) return fail(json.error());
  Response response;
  const auto id = integerField(*json, "RESPONSE", "id");
  if (!id) return fail(id.error());
  response.id = *id;
  const auto ok = json->find("ok");
  if (ok == json->end() || !ok->is_boolean()) return badField("RESPONSE", "ok", "true or false");
  if (ok->get<bool>()) {
    json->erase("id");
    json->erase("ok");
    response.result = std::move(*json);
    return response;
  }
  const auto object = json->find("error");
  if (object == json->end() || !object->is_object()) return badField("RESPONSE", "error", "an object");
  auto error = parseErrorFields(*object, "RESPONSE");
  if (!error) return fail(error.error());
  response.result = fail(std::move(*error));
  return response;
}

std::string toJsonText(const Request& request) {
  Json json{{"id", request.id}, {"op", request.op}};
  for (const auto& [key, value] : request.body.items()) {
    if (key != "id" && key != "op") json[key] = value;
  }
  return toText(json);
}

std::string toJsonText(const Response& response) {
  Json json{{"id", response.id}, {"ok", response.result.has_value()}};
  if (response.result) {
    json.update(*response.result);
  } else {
    json["error"] = toJson(response.result.error());
  }
  return toText(json);
}

bool concernsOneFrame(ErrorCode code) {
  return code == ErrorCode::notJpeg || code == ErrorCode::corruptImage || code == ErrorCode::tooManyPixels ||
         code == ErrorCode::internal || code == ErrorCode::busy;
}

Result<ErrorMessage> parseError(ByteView payload) {
  const auto json = parseObject(payload, "ERROR");
  if (!json) return fail(json.error());
  auto error = parseErrorFields(*json, "ERROR");
  if (!error) return fail(error.error());
  const auto fatal = json->find("fatal");
  if (fatal == json->end() || !fatal->is_boolean()) return badField("ERROR", "fatal", "true or false");
  return ErrorMessage{std::move(*error), fatal->get<bool>()};
}

std::string toJsonText(const ErrorMessage& message) {
  Json json = toJson(message.error);
  json["fatal"] = message.fatal;
  return toText(json);
}

}  // namespace facewire::protocol
