#include "http_receiver.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <asio/buffer.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>
#include <sstream>

namespace facewire::test {

using asio::ip::tcp;

HttpReceiver::HttpReceiver(const std::vector<HttpReply>& replies, std::uint16_t port)
    : acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), port)),
      replies_(replies.begin(), replies.end()),
      thread_([this] { serve(); }) {}

HttpReceiver::~HttpReceiver() {
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
  thread_.join();
}

std::string HttpReceiver::url() const {
  return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/hook";
}

std::vector<HttpReceiver::Request> HttpReceiver::waitForRequests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, std::chrono::seconds(30), [&] { return requests_.size() >= count; });
  return requests_;
}

void HttpReceiver::serve() {
  while (true) {
    tcp::socket visitor(io_);
    asio::error_code error;
    acceptor_.accept(visitor, error);
    if (error) return;
    answer(std::move(visitor));
  }
}

void HttpReceiver::answer(tcp::socket visitor) {
  asio::error_code error;
  std::string text;
  const std::size_t headEnd = asio::read_until(visitor, asio::dynamic_buffer(text), "\r\n\r\n", error);
  if (error) return;
  Request request;
  std::istringstream head(text.substr(0, headEnd));
  std::getline(head, request.line);
  for (std::string line; std::getline(head, line) && line.find(':') != std::string::npos;) {
    std::string name = line.substr(0, line.find(':'));
    std::ranges::transform(name, name.begin(), [](unsigned char letter) { return std::tolower(letter); });
    request.headers[name] = line.substr(line.find(':') + 2, line.size() - line.find(':') - 3);
  }
  request.body = text.substr(headEnd);
  const std::size_t length = std::stoul(request.headers["content-length"]);
  const std::size_t had = request.body.size();
  request.body.resize(std::max(length, had));
  asio::read(visitor, asio::buffer(request.body.data() + had, request.body.size() - had), error);
  HttpReply reply;
  {
    const std::lock_guard lock(mutex_);
    reply = replies_.front();
    if (replies_.size() > 1) replies_.pop_front();
    requests_.push_back(std::move(request));
  }
  const std::string whole = "HTTP/1.1 " + std::to_string(reply.status) + " Whatever\r\n" + reply.headers +
                            "Content-Length: 5\r\nConnection: close\r\n\r\nhello";
  if (reply.manner == HttpReply::Manner::whole) asio::write(visitor, asio::buffer(whole), error);
  if (reply.manner == HttpReply::Manner::cutShort) asio::write(visitor, asio::buffer(whole.substr(0, 12)), error);
  if (reply.manner == HttpReply::Manner::hanging) unanswered_.push_back(std::move(visitor));
  changed_.notify_all();
}

}  // namespace facewire::test
