#include "log_quote.hpp"
#include "session.hpp"

namespace facewire::server {

using protocol::MessageType;

Result<void> Session::answerRequest(const protocol::MessageHeader& header) {
  if (!hasSaidHello_) return refuseOutOfTurn(header, "REQUEST needs a HELLO before it");
  if (!memory_.grow(header.payloadBytes)) {
    watch_.endBy(Limit::framesMemory);
    return fail(context_.memory.exhausted());
  }
  if (auto got = stream_.readPayload(header, message_); !got) return notInTime(got.error());
  const auto request = protocol::parseRequest(message_.payload);
  if (!request) return fail(request.error());
  const auto allowed = login_.rights.require(access::neededRole(request->op), "REQUEST " + request->op.substr(0, 64));
  std::optional<Error> refused;
  if (!allowed) refused = allowed.error();
  const bool isFollowed = request->takesFrame() || request->takesData();
  if (isFollowed) {
    if (auto got = takeAttachmentOf(*request, refused); !got) return got;
  }
  const ByteView attachment = isFollowed && !refused ? ByteView(message_.payload) : ByteView();
  protocol::Response response =
      refused ? protocol::Response{request->id, fail(*refused)} : answerOf(*request, attachment);
  if (!memory_.grow(response.frame.size() + response.data.size()))
    response = {request->id, fail(context_.memory.exhausted())};
  if (!response.result && response.result.error().code == ErrorCode::tooManyPixels) {
    watch_.refuse(Limit::pixels, response.result.error(), describe());
  }
  context_.log.debug("answered {} op={} ok={}", describe(), quoteForLog(request->op), response.result.has_value());
  if (!response.result && response.result.error().code == ErrorCode::internal) {
    context_.log.error("failed {} op={} reason={}", describe(), quoteForLog(request->op),
                       quoteForLog(response.result.error().detail));
  }
  auto sent = send(MessageType::response, asBytes(protocol::toJsonText(response)));
  if (sent && !response.frame.empty()) sent = send(MessageType::frame, response.frame);
  if (sent && !response.data.empty()) sent = send(MessageType::data, response.data);
  memory_.release();
  return sent;
}

Load Session::loadNow() {
  Load load = context_.load();
  load.isOver = [this] { return context_.drain.isSet() || stream_.connection().isPeerGone(); };
  return load;
}

protocol::Response Session::answerOf(const protocol::Request& request, ByteView attachment) {
  if (!request.isExchange()) {
    return context_.service.answerRequest(request, attachment, loadNow(), context_.abandon);
  }
  if (!exchange_) exchange_ = context_.service.openExchange();
  protocol::Response response = exchange_->answer(request, attachment, context_.abandon);
  // Who took everybody's pictures away, or put others in their place, is worth knowing later.
  const bool isPart = request.op == "backup_part" || request.op == "upload_part";
  if (!isPart) context_.log.info("gallery {} op={} ok={}", describe(), request.op, response.result.has_value());
  return response;
}

/// The FRAME or DATA that follows a REQUEST, into message_; one that cannot be looked at now is read past.
Result<void> Session::takeAttachmentOf(const protocol::Request& request, std::optional<Error>& refused) {
  const auto header = stream_.readHeader();
  if (!header) return notInTime(header.error());
  const MessageType wanted = request.takesFrame() ? MessageType::frame : MessageType::data;
  if (header->type != wanted) {
    return fail(ErrorCode::badMessage,
                "exactly one " + std::string(protocol::toWord(wanted)) + " must follow REQUEST " + request.op);
  }
  if (auto fits = stream_.checkLength(*header); !fits) {
    watch_.endBy(Limit::messageBytes);
    return fits;
  }
  if (!refused && wanted == MessageType::frame) refused = whyNotNow(*header);
  if (!refused && wanted == MessageType::data && !memory_.grow(header->payloadBytes)) {
    refused = context_.memory.exhausted();
    watch_.refuse(Limit::framesMemory, *refused, describe());
  }
  auto got = refused ? stream_.skipPayload(*header) : stream_.readPayload(*header, message_);
  if (!got) return notInTime(got.error());
  return {};
}

}  // namespace facewire::server
