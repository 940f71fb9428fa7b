#pragma once

#include <spdlog/logger.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "address_places.hpp"
#include "facewire/access/login_guard.hpp"
#include "facewire/net/message_stream.hpp"
#include "facewire/net/wake_event.hpp"
#include "facewire/protocol/hello.hpp"
#include "facewire/server/access_policy.hpp"
#include "facewire/server/frame_counts.hpp"
#include "facewire/server/service.hpp"
#include "frame_rate.hpp"
#include "heap_trimmer.hpp"
#include "limit_watch.hpp"
#include "limits_in_use.hpp"
#include "login.hpp"
#include "memory_budget.hpp"
#include "registry.hpp"

namespace facewire::server {

/// What all sessions of a server share. All of it outlives them.
struct SessionContext {
  Service& service;
  spdlog::logger& log;
  std::function<Load()> load;
  HeapTrimmer& trimmer;
  std::stop_token abandon;      ///< asked when the grace time is over
  const net::WakeEvent& drain;  ///< set when the server stops
  const AccessPolicy& access;
  access::LoginGuard& guard;
  LimitCounts& counts;
  FrameCounts& frames;
  MemoryBudget& memory;
};

/// One client's conversation, from its first byte to its last (docs/protocol.md). It speaks plain mode (frame in, frame
/// out) or, after a HELLO, the whole protocol.
class Session : public Task {
 public:
  Session(net::Connection connection, AddressPlaces::Place place, std::shared_ptr<const AllLimits> limits,
          const SessionContext& context);

  void run() override;
  void abort() override { stream_.connection().abort(); }

 private:
  enum class Mode { undecided, plain, hello };

  void converse();
  void releaseMemory();
  tl::unexpected<Error> notInTime(Error error);
  Result<void> takeMessage();
  Result<void> refuseOutOfTurn(const protocol::MessageHeader& header, std::string why);
  Result<void> answerHello(const protocol::MessageHeader& header);
  Result<void> answerRequest(const protocol::MessageHeader& header);
  Load loadNow();
  Result<void> takeAttachmentOf(const protocol::Request& request, std::optional<Error>& refused);
  Result<void> takeFrame(const protocol::MessageHeader& header);
  void slowDown();
  Result<void> answerFrame();
  std::optional<Error> whyNotNow(const protocol::MessageHeader& header);
  Result<void> refuseFrame(const Error& error);
  Result<void> send(protocol::MessageType type, ByteView payload);
  Result<void> sendError(const Error& error, bool fatal);
  protocol::Response answerOf(const protocol::Request& request, ByteView attachment);
  void endWith(const Error& error);
  std::string describe() const;

  AddressPlaces::Place place_;
  const std::shared_ptr<const AllLimits> limits_;
  net::MessageStream stream_;
  const SessionContext& context_;
  Login login_;
  LimitWatch watch_;
  FrameRate rate_;
  MemoryBudget::Lease memory_;
  Mode mode_ = Mode::undecided;
  bool hasSaidHello_ = false;
  std::string client_;  ///< what HELLO called it
  std::vector<protocol::Reply> reply_{protocol::Reply::frame};
  StreamOptions streaming_;
  std::unique_ptr<FrameStream> frames_;
  std::unique_ptr<Exchange> exchange_;  ///< once a gallery was to go out or in
  protocol::Message message_;           ///< its buffer is reused from message to message
  std::string facesText_;               ///< of the last FACES, likewise
  std::uint64_t framesAnswered_ = 0;
};

}  // namespace facewire::server
