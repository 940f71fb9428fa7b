// A network camera that dies, falls silent, and comes back.

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>

#include "fault_fixture.hpp"
#include "mjpeg_camera.hpp"
#include "pictures.hpp"
#include "stream_fixture.hpp"

namespace facewire::test {
namespace {

class CameraLoss : public StreamEndToEnd {
 protected:
  void SetUp() override { enrol("Ada", 1); }

  std::unique_ptr<Process> startStream(const std::string& url) {
    auto client = startFacewire({"stream", "--video", url, "--results", "-", "--no-display"});
    EXPECT_TRUE(client->waitForOutput("\"name\":\"Ada\"")) << client->error();
    return client;
  }

  /// The camera is back and shows an empty room: nobody must be seen any more, and the server was never lost.
  void expectOnlyWhatIsNew(Process& client, std::size_t before) {
    waitForLines(client, before, 5);
    client.sendSignal(SIGINT);
    const ProcessResult result = client.wait();
    EXPECT_EQ(result.exitStatus, 0) << result.err;
    EXPECT_EQ(result.out.find("Ada", before), std::string::npos) << "an old picture was shown as new";
    EXPECT_EQ(result.err.find("lost the server"), std::string::npos) << result.err;
    EXPECT_EQ(countIn(result.err, "lost http://"), 1U) << result.err;
    std::int64_t last = -1;
    for (const auto& line : jsonLines(result.out)) {
      EXPECT_GT(line["frame"], last);
      last = line["frame"];
    }
    const ProcessResult end = server_.stop();
    EXPECT_EQ(countIn(end.err, "mode=hello"), 2U) << "one to enrol, one to stream\n" << end.err;
  }

  const Bytes ada_ = portraitJpeg(1, 1);
  const Bytes empty_ = emptyRoomJpeg({320, 240});
};

TEST_F(CameraLoss, ACameraThatDiesIsOpenedAgainWhenItIsBack) {
  auto camera = std::make_unique<MjpegCamera>([this](int) { return ada_; });
  const std::uint16_t port = camera->port();
  const auto client = startStream(camera->url());
  camera.reset();
  ASSERT_TRUE(client->waitForError("lost http://"));
  camera = std::make_unique<MjpegCamera>([this](int) { return empty_; }, port);
  ASSERT_TRUE(client->waitForError(" is back after "));
  // What was on its way when the camera died may still have come.
  expectOnlyWhatIsNew(*client, client->output().size());
}

TEST_F(CameraLoss, ACameraThatFallsSilentIsOpenedAgain) {
  std::mutex mutex;
  std::condition_variable changed;
  enum class State { well, silent, rebooted } state = State::well;
  MjpegCamera camera([&](int frame) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return state != State::silent; });
    return state == State::rebooted && frame >= 0 ? empty_ : ada_;
  });
  const auto client = startStream(camera.url());
  const auto become = [&](State next) {
    const std::scoped_lock lock(mutex);
    state = next;
    changed.notify_all();
  };
  become(State::silent);
  EXPECT_TRUE(client->waitForError("lost http://"));
  become(State::rebooted);
  ASSERT_TRUE(client->waitForError(" is back after "));
  expectOnlyWhatIsNew(*client, client->output().size());
}

}  // namespace
}  // namespace facewire::test
