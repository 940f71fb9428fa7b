// A program on Facewire's client library: says who is in pictures, enrols, lists.
//
//   doorkeeper HOST:PORT people
//   doorkeeper HOST:PORT enrol NAME PICTURE.jpg...
//   doorkeeper HOST:PORT recognise PICTURE.jpg...
//
// The library prints nothing, throws nothing that the world has caused, and retries nothing: what can go wrong comes
// back as a Result, which is a value or an Error with a stable code and a text for people.
#include <cstdlib>
#include <facewire/base/file.hpp>
#include <facewire/client/client.hpp>
#include <iostream>
#include <span>
#include <string>

namespace {

constexpr std::size_t kMaxPictureBytes = 8 << 20;

bool fail(const std::string& what, const facewire::Error& error) {
  std::cerr << "doorkeeper: " << what << ": " << facewire::toWord(error.code) << ": " << error.detail << '\n';
  return false;
}

bool listPeople(facewire::client::Client& server) {
  const auto people = server.listPeople();
  if (!people) return fail("people", people.error());
  for (const auto& person : *people) std::cout << person.name << ": " << person.samples << " samples\n";
  return true;
}

bool enrol(facewire::client::Client& server, const std::string& name, const std::string& file) {
  const auto picture = facewire::readFile(file, kMaxPictureBytes);
  if (!picture) return fail(file, picture.error());
  const auto enrolled = server.enrol(name, *picture, file, false);
  if (!enrolled) return fail(file, enrolled.error());
  std::cout << file << ": sample " << enrolled->sample << " of " << enrolled->name << '\n';
  return true;
}

bool recognise(facewire::client::Client& server, const std::string& file) {
  const auto picture = facewire::readFile(file, kMaxPictureBytes);
  if (!picture) return fail(file, picture.error());
  const auto answer = server.recognise(*picture);
  // An error of one picture leaves the connection open; isOpen() tells.
  if (!answer) return fail(file, answer.error());
  for (const auto& face : answer->faces->faces) {
    std::cout << file << ": " << face.name.value_or("unknown") << " at " << face.box.x << ',' << face.box.y << '\n';
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<char*> words(argv, static_cast<std::size_t>(argc));
  const std::string command = argc > 2 ? words[2] : "";
  const bool isUsable =
      (command == "people" && argc == 3) || (command == "enrol" && argc > 4) || (command == "recognise" && argc > 3);
  if (!isUsable) {
    std::cerr << "usage: doorkeeper HOST:PORT people | enrol NAME PICTURE... | recognise PICTURE...\n";
    return 2;
  }

  facewire::client::ConnectOptions options;
  const auto address = facewire::net::parseEndpoint(words[1]);
  if (!address) return fail(words[1], address.error()), 2;
  options.server = *address;
  options.name = "doorkeeper";
  options.track = false;  // single pictures, not the frames of a video
  if (const char* token = std::getenv("FACEWIRE_TOKEN")) options.token = token;

  auto server = facewire::client::Client::connect(options);
  if (!server) return fail(words[1], server.error()), 1;
  bool isDone = true;
  if (command == "people") isDone = listPeople(*server);
  if (command == "enrol") {
    for (const char* file : words.subspan(4)) isDone = enrol(*server, words[3], file) && isDone;
  }
  if (command == "recognise") {
    for (const char* file : words.subspan(3)) isDone = recognise(*server, file) && isDone;
  }
  return isDone ? 0 : 1;
}
