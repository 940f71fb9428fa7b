#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <thread>

namespace facewire::test {

/// A stretch of network between clients and a server of the loopback, which can be cut: what is sent while it is cut is
/// held, as TCP would send it again, and neither side is told. Safe for concurrent use.
class NetworkLink {
 public:
  /// Throws std::system_error where there is no socket.
  explicit NetworkLink(std::uint16_t serverPort);
  ~NetworkLink();
  NetworkLink(const NetworkLink&) = delete;
  NetworkLink& operator=(const NetworkLink&) = delete;

  /// Where clients connect.
  std::uint16_t port() const { return port_; }

  void cut() { setCut(true); }
  void restore() { setCut(false); }

 private:
  /// Two connections that are one to those at its ends. Each direction has a thread.
  struct Path {
    int client = -1;
    int server = -1;
    std::jthread there;
    std::jthread back;
  };

  void setCut(bool cut);
  bool waitUntilWhole(const std::stop_token& stop);
  void acceptAll(const std::stop_token& stop);
  void pass(int from, int to, const std::stop_token& stop);

  const std::uint16_t serverPort_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool cut_ = false;       ///< guarded by mutex_
  std::list<Path> paths_;  ///< the accepting thread's until it has ended
  std::jthread accepting_;
};

}  // namespace facewire::test
