#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace facewire::server {

/// What clients can come up against, beside the sizes and times of net::StreamLimits.
struct ServerLimits {
  std::size_t maxClients = 256;
  /// Of one address (net::Peer::place). Nothing: a quarter of maxClients for other machines, no limit for this one.
  std::optional<std::size_t> maxClientsPerAddress;
  std::size_t maxLoginFailures = 10;  ///< of one address within loginWindow
  std::chrono::seconds loginWindow{300};
  std::chrono::milliseconds login{10'000};   ///< until a client has shown what it may do, TLS included
  double maxFrameRate = 0;                   ///< frames a second of one client; 0: as many as it can
  std::size_t maxUnsentBytes = 16u << 20;    ///< of answers that one client leaves in the system's buffers
  std::size_t maxFramesMemory = 256u << 20;  ///< bytes of all clients' frames and answers in work
};

/// Which limit a client was turned away by.
enum class Limit {
  clients,
  clientsPerAddress,
  loginFailures,
  loginTime,
  frameRate,
  messageBytes,
  pixels,
  idleTime,
  messageTime,
  writeTime,
  unsentBytes,
  framesMemory
};

inline constexpr std::size_t kLimits = 12;

/// As the setting is called: "max_clients_per_address".
constexpr std::string_view toWord(Limit limit) {
  constexpr std::array<std::string_view, kLimits> kWords{
      "max_clients",     "max_clients_per_address", "max_login_failures", "login_timeout",
      "max_frame_rate",  "max_frame_bytes",         "max_pixels",         "idle_timeout",
      "message_timeout", "write_timeout",           "max_unsent_bytes",   "max_frames_memory"};
  return kWords.at(static_cast<std::size_t>(limit));
}

/// How often each limit was reached, and how many log-ins failed. Safe for concurrent use.
class LimitCounts {
 public:
  void count(Limit limit) { ++counts_.at(static_cast<std::size_t>(limit)); }
  std::uint64_t of(Limit limit) const { return counts_.at(static_cast<std::size_t>(limit)); }

  std::atomic<std::uint64_t> failedLogins = 0;

 private:
  std::array<std::atomic<std::uint64_t>, kLimits> counts_{};
};

}  // namespace facewire::server
