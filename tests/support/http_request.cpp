#include "http_request.hpp"

#include "raw_socket.hpp"

namespace facewire::test {

HttpResponse httpRequest(std::uint16_t port, const std::string& path, const std::string& method,
                         const std::string& extra) {
  RawSocket socket(port);
  socket.send(asBytes(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + extra + "\r\n"));
  std::string all;
  for (auto got = socket.receive(); got && !got->empty(); got = socket.receive()) all += asText(*got);
  HttpResponse response;
  const std::size_t end = all.find("\r\n\r\n");
  if (end == std::string::npos || !all.starts_with("HTTP/1.1 ")) return response;
  response.status = std::stoi(all.substr(9, 3));
  response.head = all.substr(0, end);
  response.body = all.substr(end + 4);
  return response;
}

}  // namespace facewire::test
