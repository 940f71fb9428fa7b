#include "facewire/net/endpoint.hpp"

#include "target.hpp"

using namespace facewire;
using fuzz::require;

/// An address as people write it on a command line, in the environment or in the config file.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto endpoint = net::parseEndpoint(asText(fuzz::toView(data, size)));
  if (!endpoint) {
    require(endpoint.error().code == ErrorCode::invalidInput, "an address is refused with another error");
    return 0;
  }
  const std::string text = net::toText(*endpoint);
  const auto again = net::parseEndpoint(text);
  require(again && net::toText(*again) == text && again->index() == endpoint->index(),
          "an address is another one when its text is read: " + text);
  return 0;
}
