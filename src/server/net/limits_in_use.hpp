#pragma once

#include <memory>
#include <mutex>

#include "facewire/net/message_stream.hpp"
#include "facewire/server/limits.hpp"

namespace facewire::server {

struct AllLimits {
  ServerLimits server;
  net::StreamLimits stream;
};

/// The limits of the moment; a connection keeps those that it began with. Safe for concurrent use.
class LimitsInUse {
 public:
  explicit LimitsInUse(AllLimits limits) { replace(std::move(limits)); }

  std::shared_ptr<const AllLimits> get() const {
    const std::lock_guard lock(mutex_);
    return limits_;
  }
  void replace(AllLimits limits) {
    auto next = std::make_shared<const AllLimits>(std::move(limits));
    const std::lock_guard lock(mutex_);
    limits_.swap(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const AllLimits> limits_;  ///< guarded by mutex_
};

}  // namespace facewire::server
