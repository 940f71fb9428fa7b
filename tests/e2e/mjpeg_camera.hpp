#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

#include "facewire/base/bytes.hpp"

namespace facewire::test {

/// A network camera for one viewer: Motion JPEG over HTTP on a free port of the loopback, 15 frames a second, without
/// end.
class MjpegCamera {
 public:
  /// `jpegOf`: called from the camera's own thread, frame by frame, from 0 for each viewer. `port` 0: any free one.
  /// Throws std::system_error where there is no socket.
  explicit MjpegCamera(std::function<Bytes(int frame)> jpegOf, std::uint16_t port = 0);
  ~MjpegCamera();
  MjpegCamera(const MjpegCamera&) = delete;
  MjpegCamera& operator=(const MjpegCamera&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/live"; }

 private:
  void serve(const std::stop_token& stop) const;

  const std::function<Bytes(int frame)> jpegOf_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace facewire::test
