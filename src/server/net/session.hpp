#pragma once

#include <spdlog/logger.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "facewire/net/message_stream.hpp"
#include "facewire/protocol/hello.hpp"
#include "facewire/server/service.hpp"
#include "heap_trimmer.hpp"
#include "registry.hpp"

namespace facewire::server {

/// What all sessions of a server share. All of it outlives them.
struct SessionContext {
  Service& service;
  spdlog::logger& log;
  std::function<Load()> load;
  HeapTrimmer& trimmer;
  std::stop_token abandon;  ///< asked when the grace time is over
};

/// One client's conversation, from its first byte to its last (docs/protocol.md). It speaks plain mode (frame in, frame
/// out) or, after a HELLO, the whole protocol.
class Session : public Task {
 public:
  Session(net::Connection connection, const net::StreamLimits& limits, const SessionContext& context);

  void run() override;
  void abort() override { stream_.connection().abort(); }

 private:
  enum class Mode { undecided, plain, hello };

  void converse();
  void releaseMemory();
  Result<void> answer();
  Result<void> answerHello();
  Result<void> answerFrame();
  Result<void> answerRequest();
  Result<void> sendError(const Error& error, bool fatal);
  void endWith(const Error& error);
  std::string describe() const;

  net::MessageStream stream_;
  const SessionContext& context_;
  Mode mode_ = Mode::undecided;
  std::string client_;  ///< what HELLO called it
  std::vector<protocol::Reply> reply_{protocol::Reply::frame};
  bool track_ = true;
  std::unique_ptr<FrameStream> frames_;
  protocol::Message message_;  ///< its buffer is reused from message to message
  std::uint64_t framesAnswered_ = 0;
};

/// Tells one client too many that the server is busy: by ERROR if it says HELLO, by closing if it does not.
class Refusal : public Task {
 public:
  Refusal(net::Connection connection, std::size_t maxClients, spdlog::logger& log);

  void run() override;
  void abort() override { stream_.connection().abort(); }

 private:
  net::MessageStream stream_;
  std::size_t maxClients_;
  spdlog::logger& log_;
};

}  // namespace facewire::server
