#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <stop_token>

#include "facewire/capture/back_off.hpp"
#include "facewire/capture/capture_thread.hpp"
#include "facewire/client/client.hpp"
#include "pending_frames.hpp"

namespace facewire::app {

/// What becomes of the frames. Called from the link's threads, one call at a time.
class StreamListener {
 public:
  virtual ~StreamListener() = default;
  /// In the order of the source. An error is this frame's only.
  virtual void onAnswer(const SentFrame& frame, Result<client::Answer> answer) = 0;
  virtual void onLost(const Error& error) = 0;
  virtual void onBack(std::chrono::duration<double> away) = 0;
};

struct StreamLinkOptions {
  client::ConnectOptions connect;
  std::size_t inFlight = 2;               ///< frames sent and not answered, at most
  std::optional<std::int64_t> maxFrames;  ///< taken from the source, then it is over
  bool paced = false;                     ///< a file: no faster than it plays
};

/// Sends a source's frames and receives the answers, at most `inFlight` at a time, across as many connections as it
/// takes. Of a file every frame is answered: what a lost connection left unanswered is sent again, in order. Of a live
/// source such frames are given up, for they are old. Confined to one thread (and the receiving thread it makes
/// itself).
class StreamLink {
 public:
  StreamLink(capture::CaptureThread& source, StreamLinkOptions options, StreamListener& listener);

  /// Runs until the source ends or `stop` is asked for. `client` is the first connection. Errors: a reconnection that
  /// the server refused for good (`unauthorised`, `untrusted`).
  Result<void> run(client::Client client, const std::stop_token& stop);

  /// Frames of a live source that a lost connection left unanswered.
  std::int64_t givenUp() const { return givenUp_; }

 private:
  using FramePointer = PendingFrames::FramePointer;

  std::optional<Error> converse(client::Client& client, const std::stop_token& stop);
  void sendFrames(client::Client& client, PendingFrames& pending, const std::stop_token& stop);
  std::optional<Error> receiveAnswers(client::Client& client, PendingFrames& pending);
  FramePointer nextFrame(const std::stop_token& stop);
  void waitForItsTime(const capture::Frame& frame, const std::stop_token& stop);
  void recover(std::deque<FramePointer> unanswered);
  Result<std::optional<client::Client>> reconnect(const std::stop_token& stop);

  capture::CaptureThread& source_;
  const StreamLinkOptions options_;
  StreamListener& listener_;
  capture::BackOff backOff_;
  std::deque<FramePointer> again_;  // to be sent before anything new
  std::int64_t taken_ = 0;
  std::int64_t givenUp_ = 0;
  std::optional<Clock::time_point> playStart_;
};

}  // namespace facewire::app
