#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"
#include "facewire/protocol/faces.hpp"
#include "facewire/protocol/hello.hpp"
#include "facewire/protocol/json.hpp"
#include "facewire/protocol/request.hpp"

namespace facewire::server {

/// What one frame is answered with.
struct FrameAnswer {
  protocol::FacesResult faces;
  ByteView annotated;  ///< JPEG; empty where none was wanted
};

/// One connection's frames, in order. Confined to the session's thread.
class FrameStream {
 public:
  virtual ~FrameStream() = default;

  /// Valid until the stream's next frame. Errors: `notJpeg`, `corruptImage`, `tooManyPixels`; `shuttingDown` where
  /// `stop` was asked while the frame waited for an engine; `internal`.
  virtual Result<const FrameAnswer*> answerFrame(ByteView jpeg, bool wantAnnotated, const std::stop_token& stop) = 0;

  /// Frees what is kept for the next frame's speed alone; the last answer's views end. For clients that pause.
  virtual void releaseBuffers() = 0;
};

/// Whose frames a stream's are, and what may be made of them.
struct StreamOptions {
  bool track = true;      ///< faces are followed from frame to frame; else each frame is answered by itself
  std::string client;     ///< as it named itself, or its address
  bool sightings = true;  ///< who is seen may be kept
};

/// One connection's gallery on its way out or in, in parts. What it keeps goes with it. Confined to the session's
/// thread.
class Exchange {
 public:
  virtual ~Exchange() = default;

  /// `data`: the DATA that followed, for an op that takes one.
  virtual protocol::Response answer(const protocol::Request& request, ByteView data, const std::stop_token& stop) = 0;
};

/// What the network side alone can tell of itself.
struct Load {
  std::size_t clients = 0;
  std::size_t maxClients = 0;
  protocol::Json limits = protocol::Json::object();    ///< by setting
  protocol::Json refusals = protocol::Json::object();  ///< how often each was reached
  /// Whether nobody waits for the answer to the request any more: the client is gone, or the server stops. For ops that
  /// wait for something to happen; may be empty.
  std::function<bool()> isOver{};
};

/// All that the network side knows of recognition. Safe for concurrent use.
class Service {
 public:
  virtual ~Service() = default;

  virtual protocol::Welcome welcome() const = 0;
  virtual std::unique_ptr<FrameStream> openStream(const StreamOptions& options) = 0;

  /// For the ops of Request::isExchange.
  virtual std::unique_ptr<Exchange> openExchange() = 0;

  /// `frame`: the FRAME or DATA that followed, for an op that takes one.
  virtual protocol::Response answerRequest(const protocol::Request& request, ByteView frame, const Load& load,
                                           const std::stop_token& stop) = 0;
};

}  // namespace facewire::server
