#include <string>

#include "facewire/protocol/faces.hpp"
#include "facewire/protocol/hello.hpp"
#include "facewire/protocol/request.hpp"
#include "target.hpp"

using namespace facewire;
using fuzz::require;

namespace {

/// What a message means survives being written and read: its text is the same the second time.
template <typename T>
void tryMessage(ByteView payload, Result<T> (*parse)(ByteView), std::string (*write)(const T&), const char* name) {
  const auto message = parse(payload);
  if (!message) {
    require(message.error().code == ErrorCode::badMessage, std::string(name) + " is refused with another error");
    require(message.error().detail.find(name) != std::string::npos, std::string(name) + " is refused without its name");
    return;
  }
  const std::string text = write(*message);
  const auto again = parse(asBytes(text));
  require(again.has_value(), std::string(name) + " cannot be read once it was written: " + text +
                                 (again ? "" : ": " + again.error().detail));
  require(write(*again) == text, std::string(name) + " changes by being written and read: " + text);
}

}  // namespace

/// The payload of any message that is not a picture, as either side may get it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView payload = fuzz::toView(data, size);
  tryMessage<protocol::Hello>(payload, protocol::parseHello, protocol::toJsonText, "HELLO");
  tryMessage<protocol::Welcome>(payload, protocol::parseWelcome, protocol::toJsonText, "WELCOME");
  tryMessage<protocol::FacesResult>(payload, protocol::parseFaces, protocol::toJsonText, "FACES");
  tryMessage<protocol::Request>(payload, protocol::parseRequest, protocol::toJsonText, "REQUEST");
  tryMessage<protocol::Response>(payload, protocol::parseResponse, protocol::toJsonText, "RESPONSE");
  tryMessage<protocol::ErrorMessage>(payload, protocol::parseError, protocol::toJsonText, "ERROR");
  return 0;
}
