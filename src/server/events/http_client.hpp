#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "event_queue.hpp"

namespace facewire::events {

/// What came of one request.
struct HttpAnswer {
  long status = 0;  ///< 0: there was no answer
  std::optional<std::chrono::seconds> retryAfter;
  std::string error;  ///< why there was none
};

/// Posts JSON to one address, over a connection that it keeps. Follows no redirect. Confined to one thread, with
/// SIGPIPE blocked or ignored.
class HttpClient {
 public:
  static constexpr std::chrono::milliseconds kConnectTimeout{5'000};
  static constexpr std::chrono::milliseconds kTimeout{10'000};

  /// `ca`: empty for the system's. Throws std::runtime_error where libcurl cannot be had.
  HttpClient(const std::string& url, const std::filesystem::path& ca, const std::string& userAgent);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Waits for the answer, up to kTimeout, and no longer than the queue's deadline once that is closed.
  HttpAnswer post(const std::string& body, const std::vector<std::string>& headers, const EventQueue& queue);

 private:
  struct Handles;
  const std::unique_ptr<Handles> handles_;
};

}  // namespace facewire::events
