#include "stream_link.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "facewire/capture/picture.hpp"

namespace facewire::app {
namespace {

constexpr int kFrameQuality = 90;
/// A frame that was next to be answered when so many connections broke is the likely reason.
constexpr int kMaxAttempts = 5;
/// After a request to stop, answers to what was sent are waited for no longer than this.
constexpr std::chrono::milliseconds kGrace{2'000};

}  // namespace

StreamLink::StreamLink(capture::CaptureThread& source, StreamLinkOptions options, StreamListener& listener)
    : source_(source), options_(std::move(options)), listener_(listener) {}

Result<void> StreamLink::run(client::Client client, const std::stop_token& stop) {
  while (true) {
    const std::optional<Error> lost = converse(client, stop);
    if (!lost || stop.stop_requested()) return {};
    listener_.onLost(*lost);
    const auto since = Clock::now();
    Result<std::optional<client::Client>> next = reconnect(stop);
    if (!next) return fail(next.error());
    if (!next->has_value()) return {};
    client = std::move(**next);
    listener_.onBack(Clock::now() - since);
  }
}

/// One connection's life. What broke it; nothing where all is done.
std::optional<Error> StreamLink::converse(client::Client& client, const std::stop_token& stop) {
  PendingFrames pending(options_.inFlight);
  std::optional<Error> lost;
  std::stop_source sending;
  const std::stop_callback passOn(stop, [&sending] { sending.request_stop(); });
  std::jthread receiver([&] {
    lost = receiveAnswers(client, pending);
    if (!lost) return;
    pending.abandon();
    sending.request_stop();
  });
  sendFrames(client, pending, sending.get_token());
  pending.finish();
  if (!pending.waitUntilSettled(stop) && !pending.waitUntilSettled(kGrace)) client.abort();
  receiver.join();
  if (lost) recover(pending.takeBack());
  return lost;
}

void StreamLink::sendFrames(client::Client& client, PendingFrames& pending, const std::stop_token& stop) {
  const std::size_t maxBytes = client.welcome().limits.maxFrameBytes;
  while (pending.waitForRoom(stop)) {
    const FramePointer frame = nextFrame(stop);
    if (!frame) return;
    if (frame->jpeg.size() > maxBytes && !frame->refused) {
      frame->refused =
          Error{ErrorCode::tooLong, "the frame has " + std::to_string(frame->jpeg.size()) +
                                        " bytes as JPEG, the server takes at most " + std::to_string(maxBytes)};
    }
    pending.add(frame);
    // A connection that breaks here is told by the receiver, which may find the server's reason.
    if (!frame->refused && !client.sendFrame(frame->jpeg)) return;
  }
}

std::optional<Error> StreamLink::receiveAnswers(client::Client& client, PendingFrames& pending) {
  while (const FramePointer frame = pending.waitForOldest()) {
    Result<client::Answer> answer =
        frame->refused ? Result<client::Answer>(fail(*frame->refused)) : client.receiveAnswer();
    if (!answer && !frame->refused && !client.isOpen()) return answer.error();
    pending.removeOldest();
    backOff_.reset();
    listener_.onAnswer(*frame, std::move(answer));
  }
  return std::nullopt;
}

/// Null at the end of the source, or where `stop` ended the wait.
StreamLink::FramePointer StreamLink::nextFrame(const std::stop_token& stop) {
  if (!again_.empty()) {
    FramePointer frame = std::move(again_.front());
    again_.pop_front();
    return frame;
  }
  if (options_.maxFrames && taken_ >= *options_.maxFrames) return nullptr;
  const std::optional<capture::Frame> taken = source_.take(stop);
  if (!taken) return nullptr;
  ++taken_;
  if (options_.paced) waitForItsTime(*taken, stop);
  auto frame = std::make_shared<SentFrame>();
  frame->index = taken->index;
  frame->timeMs = taken->timeMs;
  frame->taken = taken->taken;
  if (Result<Bytes> jpeg = capture::encodeJpeg(taken->picture, kFrameQuality)) {
    frame->jpeg = std::move(*jpeg);
  } else {
    frame->refused = jpeg.error();
  }
  return frame;
}

void StreamLink::waitForItsTime(const capture::Frame& frame, const std::stop_token& stop) {
  const auto position =
      std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double, std::milli>(frame.timeMs));
  const auto now = Clock::now();
  // After an interruption it goes on at its own speed rather than catching up.
  if (!playStart_ || now - (*playStart_ + position) > std::chrono::seconds(1)) playStart_ = now - position;
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_until(lock, stop, *playStart_ + position, [] { return false; });
}

void StreamLink::recover(std::deque<FramePointer> unanswered) {
  if (source_.isLive()) {
    givenUp_ += static_cast<std::int64_t>(unanswered.size());
    return;
  }
  if (!unanswered.empty() && ++unanswered.front()->attempts >= kMaxAttempts) {
    unanswered.front()->refused =
        Error{ErrorCode::disconnected,
              "the connection broke " + std::to_string(kMaxAttempts) + " times before this frame was answered"};
  }
  again_.insert(again_.begin(), unanswered.begin(), unanswered.end());
}

/// Nothing where `stop` ended it.
Result<std::optional<client::Client>> StreamLink::reconnect(const std::stop_token& stop) {
  while (backOff_.wait(stop)) {
    Result<client::Client> client = client::Client::connect(options_.connect);
    if (client) return std::optional(std::move(*client));
    const ErrorCode code = client.error().code;
    if (code == ErrorCode::unauthorised || code == ErrorCode::untrusted) return fail(client.error());
  }
  return std::nullopt;
}

}  // namespace facewire::app
