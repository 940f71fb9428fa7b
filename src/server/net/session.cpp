#include "session.hpp"

#include <algorithm>

#include "log_quote.hpp"

namespace facewire::server {
namespace {

using protocol::MessageType;

/// How long a closing session reads on, so that its last words are not lost to a reset.
constexpr std::chrono::milliseconds kLinger{1'000};

/// Errors of one frame; the conversation goes on after them.
bool concernsOneFrame(ErrorCode code) {
  return code == ErrorCode::notJpeg || code == ErrorCode::corruptImage || code == ErrorCode::tooManyPixels ||
         code == ErrorCode::internal;
}

}  // namespace

Session::Session(net::Connection connection, const net::StreamLimits& limits, const SessionContext& context)
    : stream_(std::move(connection), limits), context_(context) {}

std::string Session::describe() const {
  std::string text = "peer=" + stream_.connection().peer();
  if (!client_.empty()) text += " client=" + quoteForLog(client_);
  return text;
}

void Session::run() {
  try {
    converse();
  } catch (const std::exception& error) {
    // It may be for want of memory: what telling it takes must be there.
    frames_.reset();
    message_.payload = Bytes();
    endWith({ErrorCode::internal, error.what()});
  }
}

/// An idle client is to cost little more than its thread's stack and its socket. One that never sent a frame holds
/// nothing.
void Session::releaseMemory() {
  if (!frames_) return;
  message_.payload = Bytes();
  frames_->releaseBuffers();
  context_.trimmer.request();
}

void Session::converse() {
  context_.log.debug("connected {}", describe());
  while (true) {
    if (auto got = stream_.read(message_, [this] { releaseMemory(); }); !got) {
      // A first message that was cut short or too long has still told which mode its sender speaks.
      if (mode_ == Mode::undecided && message_.type == MessageType::hello && got.error().code == ErrorCode::tooLong) {
        mode_ = Mode::hello;
      }
      return endWith(got.error());
    }
    if (auto answered = answer(); !answered) return endWith(answered.error());
  }
}

Result<void> Session::answer() {
  switch (message_.type) {
    case MessageType::frame:
      return answerFrame();
    case MessageType::hello:
      return answerHello();
    case MessageType::request:
      return answerRequest();
    default:
      if (mode_ == Mode::undecided) mode_ = Mode::hello;
      return fail(ErrorCode::badMessage, "clients do not send " + std::string(protocol::toWord(message_.type)));
  }
}

Result<void> Session::answerHello() {
  if (mode_ != Mode::undecided) return fail(ErrorCode::badMessage, "HELLO must come first, and once");
  mode_ = Mode::hello;
  auto hello = protocol::parseHello(message_.payload);
  if (!hello) return fail(hello.error());
  client_ = std::move(hello->client);
  reply_ = std::move(hello->reply);
  track_ = hello->track;
  context_.log.info("joined {} mode=hello", describe());
  return stream_.write(MessageType::welcome, asBytes(protocol::toJsonText(context_.service.welcome())));
}

Result<void> Session::answerFrame() {
  if (mode_ == Mode::undecided) {
    mode_ = Mode::plain;
    context_.log.info("joined {} mode=plain", describe());
  }
  if (!frames_) frames_ = context_.service.openStream(track_);
  const bool wantAnnotated = std::ranges::find(reply_, protocol::Reply::frame) != reply_.end();
  const auto answer = frames_->answerFrame(message_.payload, wantAnnotated, context_.abandon);
  if (!answer) {
    if (mode_ == Mode::plain || !concernsOneFrame(answer.error().code)) return fail(answer.error());
    context_.log.debug("refused a frame {} code={} reason={}", describe(), toWord(answer.error().code),
                       quoteForLog(answer.error().detail));
    return sendError(answer.error(), false);
  }
  for (const protocol::Reply part : reply_) {
    const auto sent = part == protocol::Reply::faces
                          ? stream_.write(MessageType::faces, asBytes(protocol::toJsonText(answer->faces)))
                          : stream_.write(MessageType::frame, answer->annotated);
    if (!sent) return sent;
  }
  ++framesAnswered_;
  return {};
}

Result<void> Session::answerRequest() {
  if (mode_ != Mode::hello) {
    if (mode_ == Mode::undecided) mode_ = Mode::hello;
    return fail(ErrorCode::badMessage, "REQUEST needs a HELLO before it");
  }
  const auto request = protocol::parseRequest(message_.payload);
  if (!request) return fail(request.error());
  ByteView frame;
  if (request->takesFrame()) {
    if (auto got = stream_.read(message_); !got) return got;
    if (message_.type != MessageType::frame) {
      return fail(ErrorCode::badMessage, "exactly one FRAME must follow REQUEST " + request->op);
    }
    frame = message_.payload;
  }
  const auto response = context_.service.answerRequest(*request, frame, context_.load(), context_.abandon);
  context_.log.debug("answered {} op={} ok={}", describe(), quoteForLog(request->op), response.result.has_value());
  const auto sent = stream_.write(MessageType::response, asBytes(protocol::toJsonText(response)));
  if (!sent || response.frame.empty()) return sent;
  return stream_.write(MessageType::frame, response.frame);
}

Result<void> Session::sendError(const Error& error, bool fatal) {
  return stream_.write(MessageType::error, asBytes(protocol::toJsonText(protocol::ErrorMessage{error, fatal})));
}

/// Tells the peer, where it listens, and the log, once; then closes.
void Session::endWith(const Error& error) {
  const bool left = error.code == ErrorCode::disconnected && error.detail == "closed";
  if (left || error.code == ErrorCode::shuttingDown) {
    context_.log.log(mode_ == Mode::undecided ? spdlog::level::debug : spdlog::level::info, "left {} frames={}{}",
                     describe(), framesAnswered_, left ? "" : " reason=shutting_down");
  } else {
    context_.log.warn("closed {} frames={} code={} reason={}", describe(), framesAnswered_, toWord(error.code),
                      quoteForLog(error.detail));
  }
  releaseMemory();
  frames_.reset();
  if (error.code == ErrorCode::disconnected) return;
  if (mode_ == Mode::hello) {
    // Nothing is left to do where this fails: the connection ends either way.
    [[maybe_unused]] const auto told = sendError(error, true);
  }
  stream_.connection().finish(Clock::now() + kLinger);
}

Refusal::Refusal(net::Connection connection, std::size_t maxClients, spdlog::logger& log)
    : stream_(std::move(connection), {}), maxClients_(maxClients), log_(log) {
  net::StreamLimits limits;
  limits.idle = limits.message = limits.write = kLinger;
  stream_.setLimits(limits);
}

void Refusal::run() {
  log_.warn(
      "closed peer={} code=busy reason={}", stream_.connection().peer(),
      quoteForLog("all " + std::to_string(maxClients_) + " places are taken; --max-clients sets how many there are"));
  protocol::Message message;
  if (stream_.read(message) && message.type == MessageType::hello) {
    const Error busy{ErrorCode::busy,
                     "the server has all its " + std::to_string(maxClients_) + " clients; try again later"};
    [[maybe_unused]] const auto told =
        stream_.write(MessageType::error, asBytes(protocol::toJsonText(protocol::ErrorMessage{busy, true})));
  }
  stream_.connection().finish(Clock::now() + kLinger);
}

}  // namespace facewire::server
