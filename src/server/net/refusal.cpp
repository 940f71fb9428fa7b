#include "refusal.hpp"

#include <utility>

#include "facewire/protocol/request.hpp"

namespace facewire::server {
namespace {

/// For the whole of it: one client too many is not to hold its thread for long.
constexpr std::chrono::milliseconds kPatience{1'000};

}  // namespace

Refusal::Refusal(net::Connection connection, const net::TlsContext* tls, std::string reason)
    : stream_(std::move(connection), {}), tls_(tls), reason_(std::move(reason)) {
  net::StreamLimits limits;
  limits.idle = limits.message = limits.write = kPatience;
  stream_.setLimits(limits);
}

void Refusal::run() {
  net::Connection& connection = stream_.connection();
  const auto deadline = Clock::now() + kPatience;
  const bool hears = !tls_ || connection.peer().isUnix || connection.startTls(*tls_, "", deadline);
  protocol::Message message;
  if (hears && stream_.read(message) && message.type == protocol::MessageType::hello) {
    const protocol::ErrorMessage busy{{ErrorCode::busy, reason_}, true};
    // Nothing is left to do where this fails: the connection ends either way.
    [[maybe_unused]] const auto told = stream_.write(protocol::MessageType::error, asBytes(toJsonText(busy)));
  }
  connection.finish(Clock::now() + kPatience);
}

}  // namespace facewire::server
