#include "file_host.hpp"

#include <sys/socket.h>

#include <asio/buffer.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>
#include <sstream>
#include <utility>

namespace facewire::test {

using asio::ip::tcp;

FileHost::FileHost(std::map<std::string, std::string> files, std::string cutShort)
    : files_(std::move(files)),
      cutShort_(std::move(cutShort)),
      acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
      thread_([this] { serve(); }) {}

FileHost::~FileHost() {
  ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // wakes the accept
}

std::string FileHost::url() const {
  return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
}

std::vector<std::string> FileHost::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void FileHost::serve() {
  while (true) {
    asio::error_code error;
    tcp::socket visitor(io_);
    acceptor_.accept(visitor, error);
    if (error) return;
    answer(std::move(visitor));
  }
}

void FileHost::answer(tcp::socket visitor) {
  asio::error_code ignored;
  std::string request;
  asio::read_until(visitor, asio::dynamic_buffer(request), "\r\n\r\n", ignored);
  std::string verb;
  std::string path;
  std::istringstream(request) >> verb >> path;
  const std::string name = path.empty() ? path : path.substr(1);
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(name);
  }
  const auto file = files_.find(name);
  std::string reply = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  if (file != files_.end()) {
    const std::string& content = file->second;
    reply = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(content.size()) + "\r\nConnection: close\r\n\r\n";
    reply += name == cutShort_ ? content.substr(0, content.size() / 2) : content;
  }
  asio::write(visitor, asio::buffer(reply), ignored);
}

}  // namespace facewire::test
