#include "limits_report.hpp"

namespace facewire::server {
namespace {

using protocol::Json;

double seconds(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

Json describeLimits(const ServerLimits& limits, const net::StreamLimits& stream) {
  return {{"max_frame_bytes", stream.maxFrameBytes},
          {"max_clients", limits.maxClients},
          {"max_clients_per_address", limits.maxClientsPerAddress ? Json(*limits.maxClientsPerAddress) : Json()},
          {"max_login_failures", limits.maxLoginFailures},
          {"max_frame_rate", limits.maxFrameRate > 0 ? Json(limits.maxFrameRate) : Json()},
          {"max_unsent_bytes", limits.maxUnsentBytes},
          {"max_frames_memory", limits.maxFramesMemory},
          {"login_timeout", seconds(limits.login)},
          {"idle_timeout", seconds(stream.idle)},
          {"message_timeout", seconds(stream.message)},
          {"write_timeout", seconds(stream.write)}};
}

Json describeRefusals(const LimitCounts& counts) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kLimits; ++i) {
    const auto limit = static_cast<Limit>(i);
    json[std::string(toWord(limit))] = counts.of(limit);
  }
  json["failed_logins"] = counts.failedLogins.load();
  return json;
}

}  // namespace facewire::server
