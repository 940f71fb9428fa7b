#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "facewire/protocol/hello.hpp"
#include "people_model.hpp"
#include "raw_peer.hpp"

namespace facewire::fuzz {

/// A picture to send, and whether it may have been damaged on its way.
struct SentPicture {
  Bytes jpeg;
  bool isDamaged = false;
};

/// A client that keeps to the protocol or breaks it, and knows what the server must answer. What is sent is answered
/// later, when `takeAnswers` is called, so that messages are pipelined. Confined to one thread.
class ScriptedClient {
 public:
  ScriptedClient(const std::filesystem::path& socket, PeopleModel& people) : peer_(socket), people_(people) {}

  /// Whether the server has closed, or must: nothing more can be said.
  bool isOver() const { return mode_ == Mode::over; }
  bool awaitsAnswers() const { return !awaited_.empty(); }

  void sayHello(const protocol::Hello& hello);
  void sendPicture(const SentPicture& picture);
  /// `picture`: what follows, for an op that takes a FRAME.
  void request(std::string op, protocol::Json fields, const SentPicture& picture);

  /// A message that the server must end the conversation over.
  void violate(protocol::MessageType type, ByteView payload, ErrorCode told = ErrorCode::badMessage);
  /// The header of a message that is longer than is taken.
  void announceTooLong(protocol::MessageType type);
  /// A REQUEST that a FRAME must follow, and something else.
  void requestWithoutFrame(const std::string& op);
  /// The beginning of a message, at most all but its last byte, and then nothing more.
  void breakOff(protocol::MessageType type, ByteView payload, std::size_t kept);
  /// Any bytes, and then nothing more: what the server makes of them is not known.
  void sendAnything(ByteView bytes);

  /// Reads what must come for all that was sent.
  void takeAnswers();

 private:
  enum class Mode { undecided, plain, hello, over };

  void takeEnd(Mode mode, ErrorCode told);
  void expect(std::function<void()> answer) { awaited_.push_back(std::move(answer)); }

  RawPeer peer_;
  PeopleModel& people_;
  Mode mode_ = Mode::undecided;
  std::vector<protocol::Reply> reply_{protocol::Reply::frame};
  std::int64_t nextRequest_ = 1;
  std::int64_t frames_ = 0;
  std::deque<std::function<void()>> awaited_;
};

}  // namespace facewire::fuzz
