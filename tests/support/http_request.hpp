#pragma once

#include <cstdint>
#include <string>

namespace facewire::test {

struct HttpResponse {
  int status = 0;    ///< 0 where there was no answer
  std::string head;  ///< with the status line
  std::string body;
};

/// Asks the loopback's port for a path over a connection of its own, and reads until the server closes it. `extra`:
/// what follows the request line, lines that end with CR LF.
HttpResponse httpRequest(std::uint16_t port, const std::string& path, const std::string& method = "GET",
                         const std::string& extra = "");

}  // namespace facewire::test
