// SIGTERM while everybody is busy.

#include <atomic>
#include <csignal>
#include <latch>
#include <set>
#include <thread>

#include "fault_fixture.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

constexpr int kClients = 12;
constexpr int kInFlight = 4;

/// What one client saw until the server ended the conversation.
struct Conversation {
  std::int64_t answers = 0;
  bool inOrder = true;
  std::optional<Error> end;
};

/// Keeps frames in flight without end. Counts `streaming` down at the first answer.
Conversation streamUntilTheEnd(const ServerProcess& server, const std::string& name, const Bytes& jpeg,
                               std::latch& streaming) {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server.port()};
  options.name = name;
  options.timeout = 60s;
  Conversation seen;
  auto client = client::Client::connect(options);
  if (!client) {
    streaming.count_down();
    seen.end = client.error();
    return seen;
  }
  for (int i = 0; i < kInFlight; ++i) [[maybe_unused]] const auto sent = client->sendFrame(jpeg);
  while (!seen.end) {
    const auto answer = client->receiveAnswer();
    if (seen.answers == 0) streaming.count_down();
    if (!answer) {
      seen.end = answer.error();
      break;
    }
    seen.inOrder = seen.inOrder && answer->faces->frame == seen.answers;
    ++seen.answers;
    // A server that stops takes no more; why is for the receiving side to hear.
    [[maybe_unused]] const auto sent = client->sendFrame(jpeg);
  }
  return seen;
}

TEST(StoppingUnderLoad, AnswersAllThatWasFullyRead) {
  ServerProcess server({"--grace", "60"});
  const Bytes jpeg = groupJpeg({1, 2, 3}, {640, 480});
  std::latch streaming(kClients);
  std::vector<Conversation> seen(kClients);
  std::vector<std::jthread> clients;
  for (std::size_t i = 0; i < kClients; ++i) {
    clients.emplace_back(
        [&, i] { seen[i] = streamUntilTheEnd(server, "camera" + std::to_string(i), jpeg, streaming); });
  }
  streaming.wait();
  const ProcessResult end = server.stop();
  clients.clear();
  EXPECT_EQ(end.exitStatus, 0) << end.err;
  EXPECT_EQ(countIn(end.err, "warning"), 0U) << end.err;
  for (std::size_t i = 0; i < kClients; ++i) {
    SCOPED_TRACE("camera" + std::to_string(i));
    ASSERT_TRUE(seen[i].end);
    EXPECT_EQ(seen[i].end->code, ErrorCode::shuttingDown) << seen[i].end->detail;
    EXPECT_TRUE(seen[i].inOrder);
    // What the server says it answered is what came.
    const std::string line = "client=\"camera" + std::to_string(i) + "\" frames=" + std::to_string(seen[i].answers) +
                             " reason=shutting_down";
    EXPECT_EQ(countIn(end.err, line), 1U) << line << "\n" << end.err;
  }
}

TEST(StoppingUnderLoad, EndsAtOnceOnASecondSignal) {
  ServerProcess server({"--grace", "3600", "--workers", "1"});
  const Bytes jpeg = groupJpeg({1, 2, 3}, {3200, 2400});
  std::latch streaming(kClients);
  std::vector<std::jthread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] { streamUntilTheEnd(server, "camera", jpeg, streaming); });
  }
  streaming.wait();
  server.process().sendSignal(SIGTERM);
  ASSERT_TRUE(server.process().waitForError("stopping"));
  server.process().sendSignal(SIGTERM);
  const ProcessResult end = server.process().wait();
  EXPECT_FALSE(end.timedOut);
  EXPECT_NE(end.exitStatus, 0) << "some were still busy, and that is told";
}

TEST(StoppingUnderLoad, KeepsWhatItAnsweredOfEnrolmentsAndNothingElse) {
  std::vector<Bytes> portraits;
  for (std::uint64_t shot = 1; shot <= 40; ++shot) portraits.push_back(portraitJpeg(1, shot, {160, 160}));
  ServerProcess server;
  constexpr std::size_t kEnrolling = 4;
  std::latch begun(kEnrolling);
  std::vector<std::set<std::int64_t>> answered(kEnrolling);
  std::vector<std::jthread> clients;
  for (std::size_t who = 0; who < kEnrolling; ++who) {
    clients.emplace_back([&, who] {
      auto client = connectTo(server);
      for (std::size_t next = who; client.isOpen(); next += kEnrolling) {
        const auto sample = client.enrol("Ada", portraits[next % portraits.size()], "stopping", true);
        if (answered[who].empty()) begun.count_down();
        if (sample)
          answered[who].insert(sample->sample);
        else if (client.isOpen())
          ADD_FAILURE() << sample.error().detail;
        if (answered[who].empty()) break;
      }
    });
  }
  begun.wait();
  EXPECT_EQ(server.stop().exitStatus, 0);
  clients.clear();
  std::set<std::int64_t> all;
  for (const auto& some : answered) all.insert(some.begin(), some.end());
  EXPECT_FALSE(all.empty());

  server.startAgain();
  const auto ada = connectTo(server).showPerson("Ada");
  ASSERT_TRUE(ada) << ada.error().detail;
  std::set<std::int64_t> kept;
  for (const auto& sample : ada->samples) kept.insert(sample.id);
  EXPECT_EQ(kept, all);
}

}  // namespace
}  // namespace facewire::test
