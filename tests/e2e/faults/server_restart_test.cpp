// A server that is killed and comes back while many stream to it.

#include <csignal>

#include "fault_fixture.hpp"
#include "stream_fixture.hpp"

namespace facewire::test {
namespace {

using ServerRestart = StreamEndToEnd;

TEST_F(ServerRestart, TwentyStreamsResumeByThemselvesAndLoseNoFrame) {
  constexpr int kClients = 20;
  constexpr int kFrames = 200;
  enrol("Ada", 1);
  const std::string file = video("ada.avi", 1, kFrames);
  // Nobody is answered before all are there, so that none is through before the last has begun.
  server_.process().sendSignal(SIGSTOP);
  std::vector<std::unique_ptr<Process>> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(startFacewire({"--timeout", "60", "stream", "--video", file, "--results", "-", "--no-display"}));
  }
  server_.process().sendSignal(SIGCONT);
  for (const auto& client : clients) ASSERT_TRUE(client->waitForOutput("\"frame\":3,")) << client->error();
  server_.kill();
  for (const auto& client : clients) EXPECT_TRUE(client->waitForError("lost the server")) << client->error();
  server_.startAgain();
  for (const auto& client : clients) {
    const ProcessResult result = client->wait();
    EXPECT_EQ(result.exitStatus, 0) << result.err;
    EXPECT_EQ(countIn(result.err, "lost the server"), 1U) << result.err;
    EXPECT_EQ(countIn(result.err, "back after "), 1U) << result.err;
    expectEveryFrameOnce(result.out, kFrames);
  }
  EXPECT_EQ(server_.stop().exitStatus, 0);
}

}  // namespace
}  // namespace facewire::test
