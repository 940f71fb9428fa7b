#pragma once

#include "facewire/net/message_stream.hpp"
#include "facewire/protocol/json.hpp"
#include "facewire/server/limits.hpp"

namespace facewire::server {

/// Every limit of the network side, by the name of its setting; times in seconds; null where there is none.
protocol::Json describeLimits(const ServerLimits& limits, const net::StreamLimits& stream);

/// How often each was reached, by the same names, and "failed_logins".
protocol::Json describeRefusals(const LimitCounts& counts);

}  // namespace facewire::server
