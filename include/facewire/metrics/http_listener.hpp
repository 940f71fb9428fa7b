#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "facewire/net/endpoint.hpp"

namespace facewire::metrics {

struct HttpAnswer {
  unsigned status = 200;
  std::string body;
  std::string type = "text/plain; charset=utf-8";
};

/// Answers GET and HEAD over HTTP/1.1 on one address, one request a connection, by libmicrohttpd and a single thread of
/// its own, which is less urgent than any other. Peers that hang,
/// send rubbish or come in crowds cost at most kMaxConnections descriptors and a few kilobytes each: where all
/// places are taken, the newest gets the oldest one's. Other methods are answered with 405.
class HttpListener {
 public:
  static constexpr std::size_t kMaxConnections = 32;

  /// `path`: without what follows a question mark. Called by the listener's thread; what it throws is answered with
  /// 500.
  using Handler = std::function<HttpAnswer(std::string_view path)>;

  /// Binds and answers from now on. Throws std::system_error naming the address.
  HttpListener(const net::TcpEndpoint& address, Handler handler);
  ~HttpListener();
  HttpListener(const HttpListener&) = delete;
  HttpListener& operator=(const HttpListener&) = delete;

  /// With the port that the system chose.
  const net::TcpEndpoint& address() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::metrics
