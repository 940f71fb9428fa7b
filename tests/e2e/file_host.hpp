#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace facewire::test {

/// An HTTP server with a few files, on a free port of the loopback: what a download is tried against. Safe for
/// concurrent use.
class FileHost {
 public:
  /// `files`: content by name. Of the one called `cutShort` only the half is sent.
  explicit FileHost(std::map<std::string, std::string> files, std::string cutShort = {});
  ~FileHost();
  FileHost(const FileHost&) = delete;
  FileHost& operator=(const FileHost&) = delete;

  std::string url() const;

  /// The names that were asked for, in order.
  std::vector<std::string> requests() const;

 private:
  void serve();
  void answer(asio::ip::tcp::socket visitor);

  const std::map<std::string, std::string> files_;
  const std::string cutShort_;
  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace facewire::test
