#include <string>

#include "facewire/client/client.hpp"
#include "hostile_server.hpp"
#include "target.hpp"

using namespace facewire;

namespace {

constexpr std::size_t kMostCalls = 8;

/// What the client asks for, by one letter. Whatever comes of it is an answer or an error.
void ask(client::Client& client, char letter) {
  const ByteView jpeg = asBytes("\xff\xd8\xff any bytes: the server is to judge them");
  switch (letter) {
    case 'p':
      (void)client.listPeople();
      break;
    case 'o':
      (void)client.showPerson("Ada");
      break;
    case 'e':
      (void)client.enrol("Ada", jpeg, "ada.jpg", true);
      break;
    case 'v':
      (void)client.verify("Ada", jpeg);
      break;
    case 'a':
      (void)client.assess("Ada", jpeg);
      break;
    case 'r':
      (void)client.removePerson("Ada");
      break;
    case 'n':
      (void)client.renamePerson("Ada", "Bob");
      break;
    case 's':
      (void)client.removeSample(1);
      break;
    case 'c':
      (void)client.calibrate(0.01, true, std::chrono::seconds(10));
      break;
    case 'z':
      (void)client.resetCalibration();
      break;
    case 't':
      (void)client.status();
      break;
    case 'w':
      (void)client.explain(jpeg);
      break;
    case 'l':
      (void)client.listSightings({});
      break;
    case 'g':
      (void)client.showSighting(1);
      break;
    case 'y':
      (void)client.watch(1, std::chrono::seconds(0));
      break;
    case 'f':
      (void)client.removeSightingsOf("Ada");
      break;
    case 'd':
      if (client.sendFrame(jpeg)) (void)client.dropAnswer();
      break;
    default:
      (void)client.recognise(jpeg);
  }
}

}  // namespace

/// What a server that means ill answers a client. The input's first line are the client's calls, by their letters; the
/// others are the server's messages: their type as a digit, and their payload. A line that begins with no digit is sent
/// as it is. WELCOME goes before them, unless the first line begins with "!".
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::HostileServer server;
  std::string_view text = asText(fuzz::toView(data, size));
  const auto lineEnd = text.find('\n');
  std::string_view calls = text.substr(0, lineEnd).substr(0, kMostCalls);
  text.remove_prefix(lineEnd == std::string_view::npos ? text.size() : lineEnd + 1);
  const bool welcomes = !calls.starts_with('!');
  if (!welcomes) calls.remove_prefix(1);
  server.answerWith(fuzz::toMessages(text, welcomes));

  client::ConnectOptions options;
  options.server = server.endpoint();
  options.reply = {protocol::Reply::faces, protocol::Reply::frame};
  auto client = client::Client::connect(options);
  if (client) {
    for (const char letter : calls) ask(*client, letter);
  } else {
    fuzz::require(client.error().code != ErrorCode::unreachable, "the server of this target does not answer");
  }
  return 0;
}
