// Peers that come and go, and messages that are none: the server is as large afterwards as before.

#include <iostream>

#include "fault_fixture.hpp"
#include "hostile_peer.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::int64_t kMessages = 20'000;
constexpr std::int64_t kMostGrowthKiB = 1 << 20;  // a sanitizer's own memory
#else
constexpr std::int64_t kMessages = 1'000'000;
constexpr std::int64_t kMostGrowthKiB = 4 * 1024;
#endif
constexpr int kPeers = 10'000;

class HostileTraffic : public testing::Test {
 protected:
  void expectService() {
    auto client = connectTo(server_);
    const auto answer = client.recognise(portrait_);
    ASSERT_TRUE(answer) << answer.error().detail;
  }

  /// What a server that has been in use takes, with nobody connected. `traffic` is what is measured, in little, so that
  /// the first use of code and caches is no growth.
  template <typename Traffic>
  ProcessState stateAfter(const Traffic& traffic) {
    const ProcessState fresh = stateOf(server_.id());
    traffic();
    expectService();
    ProcessState most = fresh;
    most.residentKiB = fresh.residentKiB * 2;
    const ProcessState idle = settledStateOf(server_.id(), most);
    most.residentKiB = idle.residentKiB;
    return most;
  }

  void expectNoGrowth(ProcessState before, const char* what) {
    const std::int64_t residentBefore = before.residentKiB;
    before.residentKiB += kMostGrowthKiB;
    const ProcessState after = settledStateOf(server_.id(), before);
    EXPECT_LE(after.descriptors, before.descriptors);
    EXPECT_LE(after.threads, before.threads);
    EXPECT_LE(after.residentKiB, before.residentKiB);
    std::cout << what << ": resident " << residentBefore << " KiB before, " << after.residentKiB << " KiB after; "
              << after.descriptors << " descriptors and " << after.threads << " threads, as before\n";
    expectService();
    EXPECT_EQ(server_.stop().exitStatus, 0);
  }

  ServerProcess server_{{"--log-level", "error"}};
  const Bytes portrait_ = portraitJpeg(1, 1);
  HostilePeer peer_{server_.port(), 20261123, portrait_};
};

TEST_F(HostileTraffic, TenThousandPeersWhoLeaveInTheMiddleLeaveNothingBehind) {
  const auto comeAndGo = [this](int peers) {
    for (int i = 0; i < peers; ++i) peer_.connectAndLeave();
  };
  const ProcessState before = stateAfter([&] { comeAndGo(500); });
  comeAndGo(kPeers);
  expectNoGrowth(before, "10,000 peers");
}

TEST_F(HostileTraffic, AMillionMalformedMessagesAreEachAnsweredAndLeaveNothingBehind) {
  const auto say = [this](std::int64_t messages) {
    while (messages > 0 && !HasFailure()) messages -= peer_.sendMessages(messages);
  };
  const ProcessState before = stateAfter([&] { say(5'000); });
  say(kMessages);
  expectNoGrowth(before, "malformed messages");
}

}  // namespace
}  // namespace facewire::test
