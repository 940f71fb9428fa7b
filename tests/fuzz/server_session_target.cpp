#include <algorithm>
#include <array>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "choices.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/base/person_name.hpp"
#include "fuzzed_server.hpp"
#include "pictures.hpp"
#include "portraits/scene.hpp"
#include "scripted_client.hpp"
#include "target.hpp"

using namespace facewire;
using fuzz::require;
using fuzz::ScriptedClient;
using fuzz::SentPicture;
using protocol::Json;
using protocol::MessageType;

namespace {

constexpr unsigned kMostSteps = 16;
constexpr std::size_t kClients = 3;

/// A drawn face and nothing else, as small as can be enrolled.
Bytes faceJpeg(std::uint64_t person, std::uint64_t shot) {
  const auto drawn = portraits::renderScene(portraits::portraitScene(person, shot, {160, 120}));
  const cv::Rect box = drawn.faces.at(0).box & cv::Rect({}, drawn.image.size());
  cv::Mat face;
  cv::resize(drawn.image(box), face, {64, 64}, 0, 0, cv::INTER_AREA);
  return test::toJpeg(face);
}

const std::vector<Bytes>& pictures() {
  static const std::vector<Bytes> all{faceJpeg(1, 1),
                                      faceJpeg(1, 2),
                                      faceJpeg(2, 1),
                                      faceJpeg(3, 1),
                                      faceJpeg(3, 2),
                                      test::portraitJpeg(2, 3, {112, 84}),
                                      test::emptyRoomJpeg({40, 30})};
  return all;
}

SentPicture choosePicture(fuzz::Choices& choices) {
  SentPicture picture{pictures()[choices.below(static_cast<unsigned>(pictures().size()))], false};
  const unsigned damages = choices.below(16);
  picture.isDamaged = damages > 11;
  for (unsigned left = picture.isDamaged ? damages - 11 : 0; left > 0; --left) {
    const std::size_t place = (choices.byte() << 8 | choices.byte()) % picture.jpeg.size();
    picture.jpeg[place] ^= static_cast<std::byte>(1 + choices.below(255));
    if (choices.below(8) == 7) picture.jpeg.resize(place + 1);
  }
  return picture;
}

Json chooseName(fuzz::Choices& choices) {
  const unsigned number = choices.below(16);
  constexpr std::array<const char*, 6> kNames{"Ada", "Bob", " Ada\t", "Zo\xc3\xab", "", "a\x01"};
  if (number < 12) return kNames[number % 3];
  if (number < 15) return kNames[3 + number % 3];
  return choices.yes() ? Json(std::string(kMaxNameBytes + 1, 'n')) : Json(7);
}

protocol::Hello chooseHello(fuzz::Choices& choices) {
  using protocol::Reply;
  const std::array<std::vector<Reply>, 4> replies{
      {{Reply::faces}, {Reply::frame}, {Reply::faces, Reply::frame}, {Reply::frame, Reply::faces}}};
  protocol::Hello hello;
  hello.client = "fuzz \"client\"\n";
  hello.reply = replies[choices.below(4)];
  hello.track = choices.yes();
  return hello;
}

void chooseRequest(fuzz::Choices& choices, ScriptedClient& client, const fuzz::PeopleModel& people) {
  constexpr std::array<const char*, 16> kOps{
      "enroll", "enroll", "enroll", "people",  "person",    "remove_person",     "rename_person", "remove_sample",
      "status", "verify", "assess", "explain", "calibrate", "reset_calibration", "enroll",        "no such op"};
  const std::string op = kOps[choices.below(kOps.size())];
  Json fields = Json::object();
  if (op == "remove_sample") {
    fields["sample"] = people.someSample(choices.byte());
  } else if (choices.below(16) > 0) {
    fields["name"] = chooseName(choices);
  }
  if (op == "rename_person") fields["new_name"] = chooseName(choices);
  if (op == "enroll") {
    fields["cropped"] = choices.below(8) < 7;
    fields["stranger"] = choices.below(4) == 3;
  }
  if (op == "calibrate") fields["apply"] = choices.yes();
  client.request(op, std::move(fields), choosePicture(choices));
}

/// Reads who is there from a fresh client, once no other is.
void resynchronise(const fuzz::FuzzedServer& server, fuzz::PeopleModel& people, std::size_t others) {
  fuzz::RawPeer peer(server.socket());
  const auto ask = [&](const char* op, const Json& fields) {
    peer.send(MessageType::request, asBytes(protocol::toJsonText(protocol::Request{1, op, fields})));
    const auto message = peer.receive();
    require(message && message->type == MessageType::response, "a fresh client is not answered");
    const auto response = protocol::parseResponse(message->payload);
    require(response && response->result, "a fresh client is refused");
    return *response->result;
  };
  peer.send(MessageType::hello, asBytes(protocol::toJsonText(protocol::Hello{})));
  require(peer.receive().has_value(), "a fresh client gets no WELCOME");
  const auto deadline = Clock::now() + std::chrono::seconds(60);
  while (ask("status", Json::object()).at("status").at("clients") != others + 1) {
    require(Clock::now() < deadline, "a client that has gone is served for ever");
    std::this_thread::yield();
  }
  const Json list = ask("people", Json::object()).at("people");
  std::map<std::string, std::set<std::int64_t>> samples;
  for (const Json& entry : list) {
    const auto name = entry.at("name").get<std::string>();
    const Json shown = ask("person", {{"name", name}});
    std::set<std::int64_t>& ids = samples[name];
    for (const Json& sample : shown.at("person").at("samples")) ids.insert(sample.at("id").get<std::int64_t>());
  }
  people.takeOver(list, samples);
}

class Script {
 public:
  Script(const fuzz::FuzzedServer& server, fuzz::PeopleModel& people) : server_(server), people_(people) {}

  /// What one step does is up to the input.
  void step(fuzz::Choices& choices) {
    const unsigned action = choices.below(16);
    switchTo(choices.below(kClients));
    ScriptedClient& client = current();
    switch (action) {
      case 0:
        return client.sayHello(chooseHello(choices));
      case 1:
      case 2:
      case 3:
        return client.sendPicture(choosePicture(choices));
      case 4:
        return client.violate(static_cast<MessageType>(2 + choices.below(2)), choices.bytes(choices.below(32)));
      case 5:
        return client.announceTooLong(static_cast<MessageType>(choices.below(7)));
      case 6:
        return client.requestWithoutFrame(choices.yes() ? "enroll" : "explain");
      case 7:
        return client.breakOff(static_cast<MessageType>(choices.below(7)), choices.bytes(16), choices.byte() % 24);
      case 8:
        client.sendAnything(choices.bytes(choices.byte()));
        return forget(true);
      case 9:
        return forget(client.awaitsAnswers());
      case 10:
        client.sayHello(chooseHello(choices));
        return chooseRequest(choices, client, people_);
      default:
        return chooseRequest(choices, client, people_);
    }
  }

  void end() {
    for (auto& client : clients_) {
      if (client) client->takeAnswers();
      client.reset();
    }
  }

 private:
  /// What another client did must be over, so that it is known who is there.
  void switchTo(std::size_t number) {
    if (clients_[current_]) clients_[current_]->takeAnswers();
    current_ = number;
    if (clients_[current_] && clients_[current_]->isOver()) clients_[current_].reset();
  }

  ScriptedClient& current() {
    auto& client = clients_[current_];
    if (!client) client = std::make_unique<ScriptedClient>(server_.socket(), people_);
    return *client;
  }

  /// Leaves without a word.
  void forget(bool mayHaveChangedPeople) {
    clients_[current_].reset();
    if (!mayHaveChangedPeople) return;
    for (auto& client : clients_) {
      if (client && client->isOver()) client.reset();
    }
    const auto others = std::ranges::count_if(clients_, [](const auto& client) { return client != nullptr; });
    resynchronise(server_, people_, static_cast<std::size_t>(others));
  }

  const fuzz::FuzzedServer& server_;
  fuzz::PeopleModel& people_;
  std::array<std::unique_ptr<ScriptedClient>, kClients> clients_;
  std::size_t current_ = 0;
};

/// Whatever went before, the next client is served, sees what it must, and the gallery can be emptied.
void clearAway(const fuzz::FuzzedServer& server, fuzz::PeopleModel& people) {
  ScriptedClient client(server.socket(), people);
  client.sayHello({});
  client.request("people", Json::object(), {});
  client.request("status", Json::object(), {});
  client.sendPicture({pictures().front(), false});
  client.request("reset_calibration", Json::object(), {});
  client.takeAnswers();
  for (const std::string& name : people.names()) client.request("remove_person", {{"name", name}}, {});
  client.request("people", Json::object(), {});
  client.takeAnswers();
  require(people.size() == 0, "somebody was not removed");
}

}  // namespace

/// Conversations of up to three clients with a whole server: the input decides who says what, and how it is damaged.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::FuzzedServer server;
  fuzz::PeopleModel people;
  Script script(server, people);
  fuzz::Choices choices(fuzz::toView(data, size));
  for (unsigned steps = 0; steps < kMostSteps && !choices.isEmpty(); ++steps) script.step(choices);
  script.end();
  clearAway(server, people);
  return 0;
}
