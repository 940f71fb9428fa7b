#include "session.hpp"

#include <algorithm>

#include "log_quote.hpp"

namespace facewire::server {
namespace {

using protocol::MessageType;

/// How long a closing session reads on, so that its last words are not lost to a reset.
constexpr std::chrono::milliseconds kLinger{1'000};

/// A buffer larger than this is not kept for the next message.
constexpr std::size_t kMostKept = 256 * 1024;

/// Without the port, or the process, which are others with each connection.
std::string addressOf(const net::Peer& peer) {
  if (peer.isUnix) return "unix:" + peer.place;
  return peer.text.substr(0, peer.text.rfind(':'));
}

}  // namespace

Session::Session(net::Connection connection, AddressPlaces::Place place, std::shared_ptr<const AllLimits> limits,
                 const SessionContext& context)
    : place_(std::move(place)),
      limits_(std::move(limits)),
      stream_(std::move(connection), limits_->stream),
      context_(context),
      login_(stream_, context.access, context.guard, limits_->server.login),
      watch_(context.counts, context.log),
      rate_(limits_->server.maxFrameRate),
      memory_(context.memory) {}

std::string Session::describe() const {
  std::string text = "peer=" + stream_.connection().peer().text;
  if (!client_.empty()) text += " client=" + quoteForLog(client_);
  return text + login_.rights.describe();
}

void Session::run() {
  try {
    converse();
  } catch (const std::exception& error) {
    // It may be for want of memory: what telling it takes must be there.
    frames_.reset();
    exchange_.reset();
    message_.payload = Bytes();
    endWith({ErrorCode::internal, error.what()});
  }
}

/// An idle client is to cost little more than its thread's stack and its socket.
void Session::releaseMemory() {
  if (!frames_ && message_.payload.capacity() == 0) return;
  message_.payload = Bytes();
  facesText_.clear();
  facesText_.shrink_to_fit();
  if (frames_) frames_->releaseBuffers();
  context_.trimmer.request();
}

void Session::converse() {
  context_.log.debug("connected {}", describe());
  if (auto secured = login_.secure(); !secured) {
    if (login_.beganWithHello()) mode_ = Mode::hello;
    return endWith(notInTime(secured.error()).value());
  }
  while (true) {
    if (auto answered = takeMessage(); !answered) return endWith(answered.error());
    if (message_.payload.capacity() > kMostKept) message_.payload = Bytes();
  }
}

/// What a timeout was about: the log-in's time or one of the stream's limits.
tl::unexpected<Error> Session::notInTime(Error error) {
  if (error.code != ErrorCode::timeout) return fail(std::move(error));
  if (login_.isOver()) {
    if (const auto crossed = stream_.crossed()) watch_.endBy(*crossed);
    return fail(std::move(error));
  }
  watch_.endBy(Limit::loginTime);
  return fail(login_.timedOut());
}

Result<void> Session::takeMessage() {
  stream_.setLimits(login_.limitsNow(limits_->stream));
  const auto header = stream_.readHeader([this] { releaseMemory(); });
  if (!header) return notInTime(header.error());
  const bool isFirst = mode_ == Mode::undecided;
  const bool isFirstHello = isFirst && header->type == MessageType::hello;
  // Also one that is cut short or too long has told which mode its sender speaks.
  if (isFirstHello) mode_ = Mode::hello;
  if (!isFirstHello && !login_.rights.isKnown()) {
    if (isFirst && header->type != MessageType::frame) mode_ = Mode::hello;
    return login_.rights.require(access::kFrameRole, protocol::toWord(header->type));
  }
  if (auto fits = stream_.checkLength(*header); !fits) {
    watch_.endBy(Limit::messageBytes);
    return fits;
  }
  if (isFirst && header->type != MessageType::frame) mode_ = Mode::hello;
  switch (header->type) {
    case MessageType::frame:
      return takeFrame(*header);
    case MessageType::hello:
      if (!isFirstHello) return refuseOutOfTurn(*header, "HELLO must come first, and once");
      return answerHello(*header);
    case MessageType::request:
      return answerRequest(*header);
    default:
      return refuseOutOfTurn(*header, "clients do not send " + std::string(protocol::toWord(header->type)));
  }
}

/// Half a message is not answered, not even with a refusal.
Result<void> Session::refuseOutOfTurn(const protocol::MessageHeader& header, std::string why) {
  if (auto skipped = stream_.skipPayload(header); !skipped) return notInTime(skipped.error());
  return fail(ErrorCode::badMessage, std::move(why));
}

Result<void> Session::answerHello(const protocol::MessageHeader& header) {
  if (auto got = stream_.readPayload(header, message_); !got) return notInTime(got.error());
  auto hello = protocol::parseHello(message_.payload);
  if (!hello) return fail(hello.error());
  hasSaidHello_ = true;
  client_ = std::move(hello->client);
  reply_ = std::move(hello->reply);
  streaming_.track = hello->track;
  streaming_.sightings = hello->sightings;
  if (const auto in = login_.rights.present(hello->token); !in) {
    if (in.error().isBarred) watch_.endBy(Limit::loginFailures);
    if (in.error().isFailure) ++context_.counts.failedLogins;
    return fail(in.error().error);
  }
  context_.log.info("joined {} mode=hello role={}", describe(), toWord(login_.rights.role()));
  protocol::Welcome welcome = context_.service.welcome();
  welcome.role = toWord(login_.rights.role());
  return send(MessageType::welcome, asBytes(protocol::toJsonText(welcome)));
}

/// Why a frame of that length cannot be taken now, though it is a good one; else its memory is taken.
std::optional<Error> Session::whyNotNow(const protocol::MessageHeader& header) {
  if (mode_ == Mode::hello && rate_.admit(Clock::now()) > Clock::duration::zero()) {
    const Error error{ErrorCode::busy, "more frames a second than this server takes of one client: " +
                                           std::to_string(limits_->server.maxFrameRate)};
    watch_.refuse(Limit::frameRate, error, describe());
    return error;
  }
  if (!memory_.grow(header.payloadBytes)) {
    const Error error = context_.memory.exhausted();
    watch_.refuse(Limit::framesMemory, error, describe());
    return error;
  }
  return std::nullopt;
}

Result<void> Session::takeFrame(const protocol::MessageHeader& header) {
  if (mode_ == Mode::undecided) {
    mode_ = Mode::plain;
    context_.log.info("joined {} mode=plain role={}", describe(), toWord(login_.rights.role()));
  }
  if (const auto refused = whyNotNow(header)) {
    ++context_.frames.dropped;
    if (mode_ == Mode::plain) {
      watch_.endBy(Limit::framesMemory);
      return fail(*refused);
    }
    if (auto skipped = stream_.skipPayload(header); !skipped) return notInTime(skipped.error());
    return refuseFrame(*refused);
  }
  if (auto got = stream_.readPayload(header, message_); !got) return notInTime(got.error());
  if (mode_ == Mode::plain) slowDown();
  auto answered = answerFrame();
  memory_.release();
  return answered;
}

/// For a plain client, which cannot be told to come more slowly.
void Session::slowDown() {
  auto wait = rate_.admit(Clock::now());
  if (wait > Clock::duration::zero()) {
    watch_.refuse(Limit::frameRate, {ErrorCode::busy, "slowed down"}, describe());
  }
  while (wait > Clock::duration::zero()) {
    if (context_.drain.waitFor(std::chrono::ceil<std::chrono::milliseconds>(wait))) break;
    wait = rate_.admit(Clock::now());
  }
}

Result<void> Session::answerFrame() {
  if (!frames_) {
    streaming_.client = client_.empty() ? addressOf(stream_.connection().peer()) : client_;
    frames_ = context_.service.openStream(streaming_);
  }
  const bool wantAnnotated = std::ranges::find(reply_, protocol::Reply::frame) != reply_.end();
  auto answer = frames_->answerFrame(message_.payload, wantAnnotated, context_.abandon);
  if (answer && !memory_.grow((*answer)->annotated.size())) {
    answer = fail(context_.memory.exhausted());
    watch_.refuse(Limit::framesMemory, answer.error(), describe());
  }
  if (!answer) {
    const ErrorCode code = answer.error().code;
    const bool ends = mode_ == Mode::plain || !protocol::concernsOneFrame(code);
    if (code == ErrorCode::tooManyPixels && ends) watch_.endBy(Limit::pixels);
    if (ends) return fail(answer.error());
    if (code == ErrorCode::tooManyPixels) watch_.refuse(Limit::pixels, answer.error(), describe());
    return refuseFrame(answer.error());
  }
  const auto ready = Clock::now();
  for (const protocol::Reply part : reply_) {
    const bool isFaces = part == protocol::Reply::faces;
    if (isFaces) protocol::writeJsonText((*answer)->faces, facesText_);
    const auto sent =
        isFaces ? send(MessageType::faces, asBytes(facesText_)) : send(MessageType::frame, (*answer)->annotated);
    if (!sent) return sent;
  }
  context_.frames.send.add(Clock::now() - ready);
  ++framesAnswered_;
  return {};
}

Result<void> Session::refuseFrame(const Error& error) {
  context_.log.debug("refused a frame {} code={} reason={}", describe(), toWord(error.code), quoteForLog(error.detail));
  return sendError(error, false);
}

Result<void> Session::send(protocol::MessageType type, ByteView payload) {
  const std::size_t unsent = stream_.connection().unsentBytes();
  if (unsent > limits_->server.maxUnsentBytes) {
    watch_.endBy(Limit::unsentBytes);
    return fail(ErrorCode::timeout, "the peer leaves " + std::to_string(unsent) +
                                        " bytes of answers waiting; at most " +
                                        std::to_string(limits_->server.maxUnsentBytes) + " are kept for it");
  }
  auto sent = stream_.write(type, payload);
  if (!sent && sent.error().code == ErrorCode::timeout) watch_.endBy(Limit::writeTime);
  return sent;
}

Result<void> Session::sendError(const Error& error, bool fatal) {
  return send(MessageType::error, asBytes(protocol::toJsonText(protocol::ErrorMessage{error, fatal})));
}

/// Tells the peer, where it listens, and the log, once; then closes.
void Session::endWith(const Error& error) {
  const bool left = error.code == ErrorCode::disconnected && error.detail == "closed";
  if (left || error.code == ErrorCode::shuttingDown) {
    context_.log.log(mode_ == Mode::undecided ? spdlog::level::debug : spdlog::level::info, "left {} frames={}{}",
                     describe(), framesAnswered_, left ? "" : " reason=shutting_down");
  } else {
    const std::string limit = watch_.endedBy() ? " limit=" + std::string(toWord(*watch_.endedBy())) : "";
    context_.log.warn("closed {} frames={} code={}{} reason={}", describe(), framesAnswered_, toWord(error.code), limit,
                      quoteForLog(error.detail));
  }
  releaseMemory();
  memory_.release();
  frames_.reset();
  exchange_.reset();
  if (error.code == ErrorCode::disconnected) return;
  // Without TLS there is nothing left to speak through, but its own last word is to arrive.
  const bool listens = error.code != ErrorCode::untrusted && watch_.endedBy() != Limit::unsentBytes &&
                       watch_.endedBy() != Limit::writeTime;
  if (mode_ == Mode::hello && listens) {
    // Nothing is left to do where this fails: the connection ends either way.
    [[maybe_unused]] const auto told = sendError(error, true);
  }
  stream_.connection().finish(Clock::now() + kLinger);
}

}  // namespace facewire::server
