// What happens when the system gives the server no more threads.

#include <unistd.h>

#include <list>

#include "fault_fixture.hpp"
#include "pictures.hpp"
#include "raw_socket.hpp"

namespace facewire::test {
namespace {

constexpr const char* kTrouble = "no thread for it";

/// Two ways in which a system runs out of threads.
struct Shortage {
  const char* name;
  __rlimit_resource resource;
};

class ThreadShortage : public testing::TestWithParam<Shortage> {
 protected:
  void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer takes all the address space there is";
#endif
    if (GetParam().resource == RLIMIT_NPROC && ::geteuid() == 0) {
      GTEST_SKIP() << "root may have any number of threads; run the tests as somebody else";
    }
  }

  /// No further thread fits: of address space less than a stack is left, of threads none.
  static LimitOf leaveNoThread(const ServerProcess& server) {
    constexpr rlim_t kLessThanAStack = 4 << 20;
    const bool bySpace = GetParam().resource == RLIMIT_AS;
    const auto space = static_cast<rlim_t>(stateOf(server.id()).addressSpaceKiB) * 1024;
    return {server.id(), GetParam().resource, bySpace ? space + kLessThanAStack : 1};
  }
};

TEST_P(ThreadShortage, ClosesNewClientsDisturbsNobodyWhoIsInAndEndsByItself) {
  ServerProcess server;
  const Bytes portrait = portraitJpeg(1, 1);
  auto inside = connectTo(server);
  auto another = connectTo(server);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(inside.recognise(portrait) && another.recognise(portrait));
  {
    const auto limit = leaveNoThread(server);
    // A stack or two may be left over from threads that have ended.
    std::list<client::Client> late;
    auto refused = tryToConnect(server);
    for (; refused && late.size() < 20; refused = tryToConnect(server)) late.push_back(std::move(*refused));
    ASSERT_FALSE(refused) << "there were threads enough";
    EXPECT_TRUE(server.process().waitForError(kTrouble));
    for (int i = 0; i < 30; ++i) {
      RawSocket peer(server.port());
      const auto end = peer.receive();
      EXPECT_TRUE(!end || end->empty()) << "an end was due";
    }
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(inside.recognise(portrait) && another.recognise(portrait)) << i;
  }
  EXPECT_TRUE(connectAtLast(server).recognise(portrait));
  EXPECT_TRUE(inside.recognise(portrait) && another.recognise(portrait));
  const ProcessResult end = server.stop();
  EXPECT_EQ(end.exitStatus, 0) << end.err;
}

INSTANTIATE_TEST_SUITE_P(Of, ThreadShortage,
                         testing::Values(Shortage{"AddressSpace", RLIMIT_AS}, Shortage{"Processes", RLIMIT_NPROC}),
                         [](const auto& shortage) { return shortage.param.name; });

}  // namespace
}  // namespace facewire::test
