#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace facewire::test {

/// How an HttpReceiver answers one request.
struct HttpReply {
  enum class Manner { whole, cutShort, none, hanging };
  int status = 200;
  std::string headers{};  ///< lines, each with its "\r\n"
  Manner manner = Manner::whole;
};

/// An HTTP server that somebody posts to, on the loopback, and that behaves as badly as it is told. Safe for concurrent
/// use.
class HttpReceiver {
 public:
  struct Request {
    std::string line;
    std::map<std::string, std::string> headers;  ///< by name in lower case
    std::string body;
  };

  /// `replies`: to the first requests; the last one to all that follow too. `port`: 0 for any.
  explicit HttpReceiver(const std::vector<HttpReply>& replies, std::uint16_t port = 0);
  ~HttpReceiver();
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;

  std::string url() const;

  /// Waits until that many came; all that have by then.
  std::vector<Request> waitForRequests(std::size_t count) const;

 private:
  void serve();
  void answer(asio::ip::tcp::socket visitor);

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<HttpReply> replies_;                  // guarded by mutex_
  std::vector<Request> requests_;                  // guarded by mutex_
  std::vector<asio::ip::tcp::socket> unanswered_;  // confined to thread_
  std::thread thread_;
};

}  // namespace facewire::test
