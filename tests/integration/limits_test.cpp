#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <thread>

#include "facewire/access/token_book.hpp"
#include "limits_fixture.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;
using protocol::Message;
using protocol::MessageType;

TEST_F(LimitsTest, MessageBytes) {
  settings_.server.stream.maxFrameBytes = 100'000;
  auto client = sayHello(server().connectSilently());
  ASSERT_TRUE(client.write(MessageType::frame, Bytes(100'001)));
  const auto error = readError(client);
  EXPECT_EQ(error.error.code, ErrorCode::tooLong);
  EXPECT_TRUE(error.fatal);
  expectReachedOnce("max_frame_bytes");
}

TEST_F(LimitsTest, Pixels) {
  settings_.service.limits.maxPixels = 400 * 300;
  auto client = connect();
  ASSERT_TRUE(client);
  const auto answer = client->recognise(portraitJpeg(1, 1, {640, 480}));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::tooManyPixels);
  EXPECT_TRUE(client->recognise(portraitJpeg(1, 1)));
  const auto status = client->status();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->at("refusals").at("max_pixels"), 1);
  EXPECT_EQ(server().countLogLines("limit=max_pixels"), 1u);
}

TEST_F(LimitsTest, FacesOfOnePicture) {
  const Bytes group = groupJpeg({1, 2, 3});
  const auto all = connect()->recognise(group);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->faces->faces.size(), 3u);
  const auto area = [](const protocol::Face& face) { return face.box.width * face.box.height; };
  const protocol::Face largest = *std::ranges::max_element(all->faces->faces, {}, area);
  server_.reset();
  settings_.service.maxFaces = 1;
  const auto some = connect()->recognise(group);
  ASSERT_TRUE(some);
  ASSERT_EQ(some->faces->faces.size(), 1u);
  EXPECT_EQ(some->faces->faces.front().box, largest.box);
}

TEST_F(LimitsTest, Clients) {
  settings_.server.limits.maxClients = 1;
  {
    auto first = connect();
    ASSERT_TRUE(first);
    const auto second = connect();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::busy);
    EXPECT_TRUE(first->recognise(portraitJpeg(1, 1)));
    EXPECT_EQ(first->status()->at("refusals").at("max_clients"), 1);
  }
  EXPECT_EQ(server().countLogLines("limit=max_clients "), 1u);
}

TEST_F(LimitsTest, ClientsOfOneAddress) {
  settings_.server.limits.maxClientsPerAddress = 2;
  auto first = connect();
  auto second = connect();
  ASSERT_TRUE(first && second);
  const auto third = connect();
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::busy);
  EXPECT_NE(third.error().detail.find("one address"), std::string::npos) << third.error().detail;
  // Another address, and a Unix socket's users, have their own.
  sayHello(server().connectSilently(server().ipv6()));
  sayHello(server().connectSilently(server().unixSocket()));
  EXPECT_EQ(first->status()->at("refusals").at("max_clients_per_address"), 1);
  EXPECT_EQ(server().countLogLines("limit=max_clients_per_address"), 1u);
}

TEST_F(LimitsTest, APlaceThatWasLeftIsFreeAgain) {
  settings_.server.limits.maxClientsPerAddress = 1;
  for (int i = 0; i < 20; ++i) {
    const auto deadline = Clock::now() + 20s;
    auto client = connect();
    while (!client && client.error().code == ErrorCode::busy && Clock::now() < deadline) client = connect();
    ASSERT_TRUE(client) << client.error().detail;
  }
}

TEST_F(LimitsTest, FramesASecond) {
  settings_.server.limits.maxFrameRate = 5;
  auto client = connect();
  ASSERT_TRUE(client);
  const Bytes picture = emptyRoomJpeg({64, 48});  // so little work that any machine is faster than the limit
  constexpr int kFrames = 60;
  std::jthread sender([&] {
    for (int i = 0; i < kFrames; ++i) ASSERT_TRUE(client->sendFrame(picture));
  });
  std::size_t answered = 0;
  std::size_t refused = 0;
  const auto start = Clock::now();
  for (int i = 0; i < kFrames; ++i) {
    const auto answer = client->receiveAnswer();
    if (answer) {
      ++answered;
      continue;
    }
    ASSERT_EQ(answer.error().code, ErrorCode::busy) << answer.error().detail;
    ++refused;
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  EXPECT_GE(answered, 5u);
  EXPECT_LE(static_cast<double>(answered), 5 + 5 * seconds + 1);
  EXPECT_TRUE(client->isOpen());
  expectReachedOnce("max_frame_rate", refused);
}

TEST_F(LimitsTest, FramesASecondOfAPlainClientAreSlowedDown) {
  settings_.server.limits.maxFrameRate = 2;
  auto client = server().connectSilently();
  const Bytes picture = emptyRoomJpeg({64, 48});
  const auto start = Clock::now();
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(client.write(MessageType::frame, picture));
    Message message;
    ASSERT_TRUE(client.read(message));
  }
  EXPECT_GE(Clock::now() - start, 1400ms);
  EXPECT_EQ(server().countLogLines("limit=max_frame_rate"), 1u);
}

class LoginLimitsTest : public LimitsTest {
 protected:
  LoginLimitsTest() {
    token_ = file_.add("camera", access::Role::viewer)->token;
    book_.emplace(file_, [](const Error& error) { ADD_FAILURE() << error.detail; });
    settings_.server.access.tokens = &*book_;
  }
  ~LoginLimitsTest() override { server_.reset(); }  // it looks into the book to its end
  TemporaryFolder folder_;
  access::TokenFile file_{folder_.path() / "tokens.json"};
  std::optional<access::TokenBook> book_;
  std::string token_;
};

TEST_F(LoginLimitsTest, TimeToLogIn) {
  constexpr auto kLogin = 1s;
  settings_.server.limits.login = kLogin;
  const Bytes picture = portraitJpeg(1, 1);
  auto silent = server().connectSilently();
  expectClosed(silent);
  // Byte by byte it is no longer.
  auto slow = server().connectSilently();
  std::jthread drip([&](const std::stop_token& stop) {
    const Bytes head{std::byte{1}, std::byte{0}, std::byte{0}, std::byte{200}};
    [[maybe_unused]] auto sent = slow.connection().write(head, {}, Clock::now() + 1s);
    while (!stop.stop_requested() && slow.connection().write(asBytes(" "), {}, Clock::now() + 1s)) {
      std::this_thread::sleep_for(20ms);
    }
  });
  EXPECT_EQ(readError(slow).error.code, ErrorCode::timeout);
  drip.request_stop();
  drip.join();
  EXPECT_EQ(server().countLogLines("limit=login_timeout"), 2u);
  // Who is in has all the time it wants.
  auto client = sayHello(server().connectSilently(), token_);
  std::this_thread::sleep_for(kLogin + 200ms);
  ASSERT_TRUE(client.write(MessageType::frame, picture));
  Message message;
  EXPECT_TRUE(client.read(message));
  EXPECT_EQ(message.type, MessageType::faces);
}

TEST_F(LoginLimitsTest, WhoHasNotLoggedInGetsLittleRoom) {
  auto greedy = server().connectSilently();
  ASSERT_TRUE(greedy.write(MessageType::hello, Bytes(20'000, std::byte{' '})));
  EXPECT_EQ(readError(greedy).error.code, ErrorCode::tooLong);
}

TEST_F(LimitsTest, IdleTime) {
  settings_.server.stream.idle = 1s;
  auto client = sayHello(server().connectSilently());
  const auto error = readError(client);
  EXPECT_EQ(error.error.code, ErrorCode::timeout);
  expectReachedOnce("idle_timeout");
}

TEST_F(LimitsTest, TimeForOneMessage) {
  settings_.server.stream.message = 1s;
  auto client = sayHello(server().connectSilently());
  ASSERT_TRUE(client.connection().write(asBytes(std::string_view("\0\0\1\0half a frame", 16)), {}, Clock::now() + 5s));
  EXPECT_EQ(readError(client).error.code, ErrorCode::timeout);
  expectReachedOnce("message_timeout");
}

TEST_F(LimitsTest, TimeForThePeerToTakeItsAnswer) {
  settings_.server.stream.write = 300ms;
  auto greedy = server().connectSilently();
  const Bytes large = portraitJpeg(1, 1, {1280, 960});
  while (greedy.write(MessageType::frame, large)) {
  }
  expectReachedOnce("write_timeout");
}

TEST_F(LimitsTest, BytesWaitingToBeSent) {
  settings_.server.limits.maxUnsentBytes = 100'000;
  auto greedy = server().connectSilently();
  const Bytes large = portraitJpeg(1, 1, {1280, 960});
  while (greedy.write(MessageType::frame, large)) {
  }
  expectReachedOnce("max_unsent_bytes");
}

TEST_F(LimitsTest, MemoryOfFramesInFlight) {
  const Bytes picture = portraitJpeg(1, 1);
  constexpr std::uint32_t kMemory = 8'000'000;
  settings_.server.limits.maxFramesMemory = kMemory;
  // A frame of which all but the last byte came holds its memory. It is more than the sockets hold: when it is sent,
  // the server has begun to read it.
  auto hoarder = sayHello(server().connectSilently());
  const auto head = protocol::encodeHeader({MessageType::frame, kMemory - 100});
  ASSERT_TRUE(hoarder.connection().write(head, Bytes(kMemory - 101), Clock::now() + 20s));
  auto client = connect();
  ASSERT_TRUE(client);
  auto answer = client->recognise(picture);
  const auto deadline = Clock::now() + 20s;  // until the server has seen the hoarder's header
  std::size_t refused = 0;
  while (answer && Clock::now() < deadline) answer = client->recognise(picture);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::busy);
  ++refused;
  EXPECT_TRUE(client->isOpen());
  const auto enrolled = client->enrol("Ada", picture, "", false);
  ASSERT_FALSE(enrolled);
  EXPECT_EQ(enrolled.error().code, ErrorCode::busy);
  ++refused;
  hoarder.connection().abort();
  while (!answer && Clock::now() < deadline) {
    answer = client->recognise(picture);
    if (!answer) ++refused;
  }
  EXPECT_TRUE(answer);
  expectReachedOnce("max_frames_memory", refused);
}

TEST_F(LimitsTest, ALargePictureIsNotKeptOnceItIsAnswered) {
  Bytes large = portraitJpeg(1, 1);
  large.resize(4'000'000);  // behind its end a picture may have anything
  std::vector<client::Client> clients;
  for (int i = 0; i < 10; ++i) clients.push_back(*connect());
  ASSERT_TRUE(clients.front().recognise(large));
  const auto before = ::mallinfo2();
  for (client::Client& client : clients) {
    ASSERT_TRUE(client.assess("Ada", large));
    ASSERT_TRUE(client.recognise(large));
  }
  const auto after = ::mallinfo2();
  EXPECT_LT(after.uordblks + after.hblkhd, before.uordblks + before.hblkhd + 2 * large.size());
}

}  // namespace
}  // namespace facewire::test
