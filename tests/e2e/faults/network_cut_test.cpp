// A network that is cut without a word to either side, and is whole again later. scripts/faults/network-cut does the
// same with the system's own network, for 30 seconds.

#include <atomic>
#include <csignal>

#include "fault_fixture.hpp"
#include "mjpeg_camera.hpp"
#include "network_link.hpp"
#include "pictures.hpp"
#include "raw_socket.hpp"
#include "stream_fixture.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

class NetworkCut : public StreamEndToEnd {
 protected:
  std::unique_ptr<Process> startOverLink(std::vector<std::string> arguments) {
    std::vector<std::string> words{"--server", "127.0.0.1:" + std::to_string(link_.port()), "--timeout", "2"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return startClient(words);
  }

  NetworkLink link_{server_.port()};
};

TEST_F(NetworkCut, ALiveStreamNoticesGivesUpWhatIsOldAndComesBack) {
  enrol("Ada", 1);
  const Bytes ada = portraitJpeg(1, 1);
  const Bytes empty = emptyRoomJpeg({320, 240});
  std::atomic<bool> gone = false;
  const MjpegCamera camera([&](int) { return gone ? empty : ada; });
  const auto client = startOverLink({"stream", "--video", camera.url(), "--results", "-", "--no-display"});
  ASSERT_TRUE(client->waitForOutput("\"name\":\"Ada\"")) << client->error();
  link_.cut();
  gone = true;
  ASSERT_TRUE(client->waitForError("lost the server"));
  const std::size_t before = client->output().size();
  link_.restore();
  ASSERT_TRUE(client->waitForError("back after "));
  waitForLines(*client, before, 3);
  client->sendSignal(SIGINT);
  const ProcessResult result = client->wait();
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_EQ(result.out.find("Ada", before), std::string::npos) << "a picture from before the cut was shown as new";
  EXPECT_NE(result.err.find("lost with a connection: "), std::string::npos) << result.err;
  EXPECT_EQ(countIn(result.err, "lost the server"), 1U) << result.err;
}

TEST_F(NetworkCut, AFileLosesNoFrame) {
  const auto client = startOverLink({"stream", "--video", video("ada.avi", 1, 60), "--results", "-", "--no-display"});
  ASSERT_TRUE(client->waitForOutput("\"frame\":5,"));
  link_.cut();
  ASSERT_TRUE(client->waitForError("lost the server"));
  link_.restore();
  const ProcessResult result = client->wait();
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  expectEveryFrameOnce(result.out, 60);
}

TEST_F(NetworkCut, ACutThatIsShorterThanTheTimeoutIsNotNoticed) {
  const auto client = startClient({"--server", "127.0.0.1:" + std::to_string(link_.port()), "--timeout", "60", "stream",
                                   "--video", video("ada.avi", 1, 60), "--results", "-", "--no-display"});
  ASSERT_TRUE(client->waitForOutput("\"frame\":5,"));
  link_.cut();
  link_.restore();
  const ProcessResult result = client->wait();
  EXPECT_EQ(result.exitStatus, 0) << result.err;
  EXPECT_EQ(result.err.find("lost the server"), std::string::npos) << result.err;
  expectEveryFrameOnce(result.out, 60);
}

TEST(DeadPeers, AreDroppedWithinTheServersOwnTimeouts) {
  ServerProcess server({"--idle-timeout", "2", "--message-timeout", "2", "--write-timeout", "2"});
  { ASSERT_TRUE(connectTo(server).recognise(portraitJpeg(1, 1))); }
  ProcessState alone = stateOf(server.id());
  alone.residentKiB *= 2;
  alone = settledStateOf(server.id(), alone);
  NetworkLink link(server.port());
  std::vector<RawSocket> peers;
  const Bytes large = portraitJpeg(1, 1, {1280, 960});
  const auto header = protocol::encodeHeader({protocol::MessageType::frame, large.size()});
  // Of each three one is idle, one is in the middle of a frame, and one waits for its answer.
  for (int i = 0; i < 9; ++i) {
    RawSocket& peer = peers.emplace_back(link.port());
    if (i % 3 == 0) continue;
    ASSERT_TRUE(peer.send(header));
    ASSERT_TRUE(peer.send(ByteView(large).first(i % 3 == 1 ? 1000 : large.size())));
  }
  ASSERT_TRUE(server.process().waitForError("joined"));
  link.cut();
  alone.residentKiB *= 2;
  const ProcessState after = settledStateOf(server.id(), alone);
  EXPECT_LE(after.descriptors, alone.descriptors);
  EXPECT_LE(after.threads, alone.threads);
  EXPECT_EQ(server.stop().exitStatus, 0);
}

}  // namespace
}  // namespace facewire::test
