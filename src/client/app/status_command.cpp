#include "status_command.hpp"

#include <algorithm>
#include <string>

#include "facewire/base/numbers.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

using protocol::Json;

std::string valueText(const Json& value) {
  if (value.is_null()) return "none";
  if (value.is_number_float()) return plainNumber(value.get<double>(), 6);
  return printable(value.is_string() ? value.get<std::string>() : protocol::toText(value));
}

/// A line for each field, those of inner objects indented under their name. A newer server's fields show as well.
void printFields(const Session& session, const Json& object, const std::string& indent) {
  std::size_t width = 0;
  for (const auto& [key, value] : object.items()) width = std::max(width, displayWidth(printable(key)));
  for (const auto& [key, value] : object.items()) {
    if (value.is_object()) {
      session.console.result(indent + printable(key) + ":");
      printFields(session, value, indent + "  ");
    } else {
      session.console.result(indent + padded(printable(key) + ":", width + 2) + valueText(value));
    }
  }
}

}  // namespace

ExitStatus runStatus(const Session& session, const StatusOptions&) {
  auto client = session.connect();
  if (!client) return session.report(client.error());
  const auto status = client->status();
  if (!status) return session.report(status.error());
  if (session.options.json) {
    session.console.result(protocol::toText(*status));
    return ExitStatus::done;
  }
  printFields(session, *status, "");
  return ExitStatus::done;
}

}  // namespace facewire::app
