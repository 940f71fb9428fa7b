#include "limit_watch.hpp"

#include "log_quote.hpp"

namespace facewire::server {
namespace {

Limit limitOf(net::StreamLimit limit) {
  switch (limit) {
    case net::StreamLimit::messageBytes:
      return Limit::messageBytes;
    case net::StreamLimit::idleTime:
      return Limit::idleTime;
    case net::StreamLimit::messageTime:
      return Limit::messageTime;
    case net::StreamLimit::writeTime:
      break;
  }
  return Limit::writeTime;
}

}  // namespace

void LimitWatch::refuse(Limit limit, const Error& error, const std::string& client) {
  counts_.count(limit);
  const auto number = static_cast<std::size_t>(limit);
  if (told_.test(number)) return;
  told_.set(number);
  log_.warn("limited {} code={} limit={} reason={}", client, toWord(error.code), toWord(limit),
            quoteForLog(error.detail));
}

void LimitWatch::endBy(Limit limit) {
  if (!endedBy_) counts_.count(limit);
  endedBy_ = limit;
}

void LimitWatch::endBy(net::StreamLimit limit) {
  endBy(limitOf(limit));
}

}  // namespace facewire::server
