#pragma once

#include <spdlog/logger.h>

#include <bitset>
#include <optional>
#include <string>

#include "facewire/base/error.hpp"
#include "facewire/net/message_stream.hpp"
#include "facewire/server/limits.hpp"

namespace facewire::server {

/// The limits that one client came up against: each time is counted, and the log told once of each limit, so that
/// nobody fills a disk by knocking. Confined to one thread.
class LimitWatch {
 public:
  LimitWatch(LimitCounts& counts, spdlog::logger& log) : counts_(counts), log_(log) {}

  /// Something was refused, and the conversation goes on. `client`: as the log calls it.
  void refuse(Limit limit, const Error& error, const std::string& client);

  /// The conversation ends by this limit; the log is told by whoever ends it.
  void endBy(Limit limit);
  void endBy(net::StreamLimit limit);
  const std::optional<Limit>& endedBy() const { return endedBy_; }

 private:
  LimitCounts& counts_;
  spdlog::logger& log_;
  std::bitset<kLimits> told_;
  std::optional<Limit> endedBy_;
};

}  // namespace facewire::server
