// What happens when there is no memory for what clients send.

#include <list>
#include <opencv2/core.hpp>

#include "facewire/protocol/message.hpp"
#include "fault_fixture.hpp"
#include "pictures.hpp"
#include "raw_socket.hpp"

namespace facewire::test {
namespace {

TEST(MemoryShortage, CostsAConnectionAtMostAndNeverTheServer) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer takes all the address space there is";
#endif
  ServerProcess server;
  const Bytes portrait = portraitJpeg(1, 1);
  const Bytes large = toJpeg(cv::Mat(4200, 5900, CV_8UC3, cv::Scalar::all(128)));  // 75 MB and more, once decoded
  const auto header = protocol::encodeHeader({protocol::MessageType::frame, large.size()});
  for (const rlim_t roomMiB : {60, 3, 0, 60, 0, 200, 0, 100, 30, 0}) {
    SCOPED_TRACE(roomMiB);
    ASSERT_TRUE(connectAtLast(server).recognise(portrait));
    const auto space = static_cast<rlim_t>(stateOf(server.id()).addressSpaceKiB) * 1024;
    const LimitOf limit(server.id(), RLIMIT_AS, space + (roomMiB << 20));
    std::list<RawSocket> clients;
    for (int i = 0; i < 4; ++i) {
      RawSocket& client = clients.emplace_back(server.port());
      // Where there is no thread for it, it is closed before it has said anything.
      [[maybe_unused]] const bool sent = client.send(header) && client.send(large);
    }
    // Each is answered or closed.
    for (RawSocket& client : clients) {
      [[maybe_unused]] const auto came = client.receive();
    }
    ASSERT_FALSE(server.process().waitForEnd(std::chrono::milliseconds(0))) << server.process().error();
  }
  EXPECT_TRUE(connectAtLast(server).recognise(portrait));
  const ProcessResult end = server.stop();
  EXPECT_EQ(end.exitStatus, 0) << end.err;
}

}  // namespace
}  // namespace facewire::test
