// What happens when the server may open no more files and sockets (EMFILE).

#include <list>

#include "fault_fixture.hpp"
#include "pictures.hpp"
#include "raw_socket.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;
using protocol::Reply;

constexpr const char* kTrouble = "cannot accept on";

/// Lets a server have `room` more descriptors than it has now.
LimitOf leaveDescriptors(const ServerProcess& server, int room) {
  return {server.id(), RLIMIT_NOFILE, static_cast<rlim_t>(stateOf(server.id()).descriptors + room)};
}

TEST(DescriptorShortage, DisturbsNobodyWhoIsInAndEndsByItself) {
  ServerProcess server;
  const Bytes portrait = portraitJpeg(1, 1);
  auto inside = connectTo(server);
  ASSERT_TRUE(inside.recognise(portrait));
  std::list<RawSocket> crowd;
  {
    const auto limit = leaveDescriptors(server, 3);
    for (int i = 0; i < 30; ++i) crowd.emplace_back(server.port());
    ASSERT_TRUE(server.process().waitForError(kTrouble));

    // A time to measure over, not to wait for anything: a server that spins takes what it gets of a core meanwhile.
    const auto cpuBefore = stateOf(server.id()).cpu;
    std::this_thread::sleep_for(2s);
    EXPECT_LT(stateOf(server.id()).cpu - cpuBefore, 150ms) << "it spins";

    for (int i = 0; i < 10; ++i) EXPECT_TRUE(inside.recognise(portrait)) << "frame " << i << " of who was in";
    crowd.clear();
    EXPECT_TRUE(connectTo(server).recognise(portrait)) << "descriptors are free again";
  }
  EXPECT_TRUE(inside.recognise(portrait));
  const ProcessResult end = server.stop();
  EXPECT_EQ(end.exitStatus, 0);
  EXPECT_EQ(countIn(end.err, kTrouble), 1U) << end.err;
}

TEST(DescriptorShortage, IsToldOnceThoughPeersComeAndGo) {
  ServerProcess server;
  ASSERT_TRUE(connectTo(server).status());
  {
    const auto limit = leaveDescriptors(server, 3);
    std::list<RawSocket> crowd;
    for (int i = 0; i < 30; ++i) crowd.emplace_back(server.port());
    ASSERT_TRUE(server.process().waitForError(kTrouble));
    // One who leaves lets another in, and with that the trouble is back.
    while (!crowd.empty()) crowd.pop_front();
    EXPECT_TRUE(connectTo(server).status());
  }
  const ProcessResult end = server.stop();
  EXPECT_EQ(countIn(end.err, kTrouble), 1U) << end.err;
}

TEST(DescriptorShortage, LeavesTheGalleryAsItAnswers) {
  ServerProcess server;
  auto client = connectTo(server, {Reply::faces, Reply::frame});
  std::size_t enrolled = 0;
  {
    const auto limit = leaveDescriptors(server, 0);
    // Everything that the server does for the first time, it does without a descriptor to spare.
    for (std::uint64_t shot = 1; shot <= 3; ++shot) {
      const auto answer = client.enrol("Ada", portraitJpeg(1, shot), "shortage.jpg", false);
      if (answer) {
        ++enrolled;
        EXPECT_EQ(answer->samples, enrolled);
      } else {
        EXPECT_EQ(answer.error().code, ErrorCode::internal) << answer.error().detail;
      }
    }
    const auto answer = client.recognise(portraitJpeg(1, 2));
    ASSERT_TRUE(answer) << answer.error().detail;
    ASSERT_EQ(answer->faces->faces.size(), 1U);
    EXPECT_EQ(answer->faces->faces[0].name.has_value(), enrolled > 0);
  }
  EXPECT_TRUE(client.enrol("Bob", portraitJpeg(2, 1), "afterwards.jpg", false));
  EXPECT_EQ(server.stop().exitStatus, 0);
  EXPECT_EQ(integrityOf(server), "ok");
  server.startAgain();
  const auto people = connectTo(server).listPeople();
  ASSERT_TRUE(people);
  EXPECT_EQ(people->size(), enrolled > 0 ? 2U : 1U);
}

}  // namespace
}  // namespace facewire::test
