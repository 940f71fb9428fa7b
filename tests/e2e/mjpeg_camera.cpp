#include "mjpeg_camera.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace facewire::test {
namespace {

constexpr std::chrono::milliseconds kFrameTime{66};

bool sendAll(int socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

MjpegCamera::MjpegCamera(std::function<Bytes(int)> jpegOf, std::uint16_t port) : jpegOf_(std::move(jpegOf)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  // A camera that comes back to its port finds its last connections still dying there.
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  socklen_t length = sizeof address;
  auto* const any = std::bit_cast<sockaddr*>(&address);
  if (listener_ < 0 || ::bind(listener_, any, length) != 0 || ::listen(listener_, 4) != 0 ||
      ::getsockname(listener_, any, &length) != 0) {
    throw std::system_error(errno, std::generic_category(), "camera of a test");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

MjpegCamera::~MjpegCamera() {
  thread_.request_stop();
  ::shutdown(listener_, SHUT_RDWR);  // wakes the accept
  thread_.join();
  ::close(listener_);
}

void MjpegCamera::serve(const std::stop_token& stop) const {
  while (!stop.stop_requested()) {
    const int viewer = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (viewer < 0) return;
    std::array<char, 4096> request{};
    bool open = ::recv(viewer, request.data(), request.size(), 0) > 0 &&
                sendAll(viewer, "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=frame\r\n\r\n");
    for (int frame = 0; open && !stop.stop_requested(); ++frame) {
      const Bytes jpeg = jpegOf_(frame);
      open = sendAll(viewer, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + std::to_string(jpeg.size()) +
                                 "\r\n\r\n") &&
             sendAll(viewer, asText(jpeg)) && sendAll(viewer, "\r\n");
      std::this_thread::sleep_for(kFrameTime);
    }
    ::close(viewer);
  }
}

}  // namespace facewire::test
