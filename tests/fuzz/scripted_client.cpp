#include "scripted_client.hpp"

#include <algorithm>

#include "facewire/image/jpeg_header.hpp"
#include "facewire/protocol/faces.hpp"
#include "target.hpp"

namespace facewire::fuzz {

using protocol::MessageType;

namespace {

void requireJpeg(ByteView bytes) {
  constexpr std::size_t kPlenty = 100'000'000;
  require(image::readJpegHeader(bytes, kPlenty).has_value(), "what the server drew is no JPEG");
}

}  // namespace

void ScriptedClient::sayHello(const protocol::Hello& hello) {
  const std::string text = protocol::toJsonText(hello);
  if (isOver()) return;
  if (mode_ != Mode::undecided) return violate(MessageType::hello, asBytes(text));
  mode_ = Mode::hello;
  reply_ = hello.reply;
  peer_.send(MessageType::hello, asBytes(text));
  expect([this] {
    const auto message = peer_.receive();
    require(message && message->type == MessageType::welcome, "HELLO is not answered by WELCOME");
    const auto welcome = protocol::parseWelcome(message->payload);
    require(welcome && welcome->people == people_.size(), "WELCOME counts other people than there are");
  });
}

void ScriptedClient::sendPicture(const SentPicture& picture) {
  if (isOver()) return;
  if (mode_ == Mode::undecided) mode_ = Mode::plain;
  peer_.send(MessageType::frame, picture.jpeg);
  const bool isPlain = mode_ == Mode::plain;
  expect([this, isPlain, isDamaged = picture.isDamaged, number = frames_++] {
    for (std::size_t part = 0; part < reply_.size(); ++part) {
      const auto message = peer_.receive();
      if (!message) {
        require(isPlain && isDamaged, "a frame is answered by closing");
        mode_ = Mode::over;
        awaited_.clear();
        return;
      }
      if (message->type == MessageType::error) {
        const auto error = protocol::parseError(message->payload);
        require(!isPlain && part == 0 && error && !error->fatal, "a frame is answered by a fatal ERROR");
        const bool isDamage = error->error.code == ErrorCode::notJpeg || error->error.code == ErrorCode::corruptImage;
        require(isDamage || error->error.code == ErrorCode::tooManyPixels, "a frame failed: " + error->error.detail);
        require(isDamaged, "a whole picture was refused: " + error->error.detail);
        return;
      }
      if (reply_[part] == protocol::Reply::faces) {
        const auto faces = protocol::parseFaces(message->payload);
        require(message->type == MessageType::faces && faces.has_value(), "a frame is answered without FACES");
        require(faces->frame == number, "answers come out of order");
      } else {
        require(message->type == MessageType::frame, "a frame is answered without a FRAME");
        requireJpeg(message->payload);
      }
    }
  });
}

void ScriptedClient::request(std::string op, protocol::Json fields, const SentPicture& picture) {
  if (isOver()) return;
  const protocol::Request request{nextRequest_++, std::move(op), std::move(fields)};
  const std::string text = protocol::toJsonText(request);
  if (mode_ != Mode::hello) return violate(MessageType::request, asBytes(text));
  peer_.send(MessageType::request, asBytes(text));
  if (request.takesFrame()) peer_.send(MessageType::frame, picture.jpeg);
  expect([this, request, isDamaged = picture.isDamaged] {
    const auto message = peer_.receive();
    require(message && message->type == MessageType::response, "a REQUEST is not answered by a RESPONSE");
    const auto response = protocol::parseResponse(message->payload);
    require(response && response->id == request.id, "a REQUEST is answered by another one's RESPONSE");
    people_.check(request, *response, isDamaged);
    if (request.op != "explain" || !response->result) return;
    const auto sheet = peer_.receive();
    require(sheet && sheet->type == MessageType::frame, "explain gives no picture");
    requireJpeg(sheet->payload);
  });
}

void ScriptedClient::violate(MessageType type, ByteView payload, ErrorCode told) {
  if (isOver()) return;
  peer_.send(type, payload);
  expect([this, mode = mode_, told] { takeEnd(mode, told); });
  mode_ = Mode::over;
}

void ScriptedClient::announceTooLong(MessageType type) {
  if (isOver()) return;
  peer_.send(protocol::encodeHeader({type, protocol::kMaxPayloadBytes}));
  const bool saidNothing = mode_ == Mode::undecided && type != MessageType::hello;
  expect([this, mode = saidNothing ? Mode::plain : mode_] { takeEnd(mode, ErrorCode::tooLong); });
  mode_ = Mode::over;
}

void ScriptedClient::requestWithoutFrame(const std::string& op) {
  if (isOver()) return;
  const std::string text = protocol::toJsonText(protocol::Request{nextRequest_++, op, {{"name", "Ada"}}});
  if (mode_ != Mode::hello) return violate(MessageType::request, asBytes(text));
  peer_.send(MessageType::request, asBytes(text));
  violate(MessageType::request, asBytes(text));
}

void ScriptedClient::breakOff(MessageType type, ByteView payload, std::size_t kept) {
  if (isOver()) return;
  Bytes bytes;
  const auto head = protocol::encodeHeader({type, payload.size()});
  bytes.assign(head.begin(), head.end());
  bytes.insert(bytes.end(), payload.begin(), payload.end());
  peer_.send(ByteView(bytes).first(std::min(kept, bytes.size() - 1)));
  peer_.endSending();
  expect([this] { require(!peer_.receive(), "half a message is answered"); });
  mode_ = Mode::over;
}

void ScriptedClient::sendAnything(ByteView bytes) {
  if (isOver()) return;
  peer_.send(bytes);
  peer_.endSending();
  expect([this] {
    while (peer_.receive()) {
    }
  });
  mode_ = Mode::over;
}

void ScriptedClient::takeAnswers() {
  while (!awaited_.empty()) {
    const auto answer = std::move(awaited_.front());
    awaited_.pop_front();
    answer();
  }
}

/// A client past its HELLO, or one that spoke in JSON from the first, is told; any other is left.
void ScriptedClient::takeEnd(Mode mode, ErrorCode told) {
  if (mode != Mode::plain) {
    const auto message = peer_.receive();
    require(message && message->type == MessageType::error, "a violation is not answered by ERROR");
    const auto error = protocol::parseError(message->payload);
    require(error && error->fatal && error->error.code == told, "a violation is answered by another ERROR");
  }
  require(!peer_.receive(), "the conversation goes on after a violation");
}

}  // namespace facewire::fuzz
