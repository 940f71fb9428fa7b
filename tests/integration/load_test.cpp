// Many clients at once: each has its turn, and none pays for another.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <opencv2/core.hpp>
#include <thread>

#include "live_server.hpp"
#include "pictures.hpp"
#include "resident_memory.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

namespace facewire::test {
namespace {

using namespace std::chrono_literals;
using protocol::Message;
using protocol::MessageType;
using protocol::Reply;

/// As many bytes as a picture of that size can have.
Bytes noiseJpeg(cv::Size size) {
  cv::Mat picture(size, CV_8UC3);
  cv::RNG(5).fill(picture, cv::RNG::UNIFORM, 0, 256);
  return toJpeg(picture);
}

std::int64_t framesAnswered(LiveServer& server) {
  const auto status = server.connect().status();
  return status ? status->at("frames").get<std::int64_t>() : -1;
}

LiveServer::Settings withOneEngine() {
  auto settings = LiveServer::defaults();
  settings.service.workers = 1;
  settings.server.limits.maxClients = 256;
  return settings;
}

TEST(Load, GivesEveryClientItsTurn) {
  LiveServer server(withOneEngine());
  constexpr int kClients = 8;
  constexpr int kFrames = 40 * kClients;
  const Bytes jpeg = emptyRoomJpeg({160, 120});
  std::vector<client::Client> clients;
  for (int i = 0; i < kClients; ++i) clients.push_back(server.connect());
  std::atomic<int> left = kFrames;
  std::vector<int> answered(kClients);
  {
    std::latch ready(kClients);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < clients.size(); ++i) {
      threads.emplace_back([&, i] {
        // More than one in flight, so that a client's own delays are not taken for the server's.
        for (int sent = 0; sent < 4; ++sent) ASSERT_TRUE(clients[i].sendFrame(jpeg));
        ready.arrive_and_wait();
        while (left.fetch_sub(1) > 0) {
          ASSERT_TRUE(clients[i].dropAnswer());
          ++answered[i];
          ASSERT_TRUE(clients[i].sendFrame(jpeg));
        }
      });
    }
  }
  const auto [least, most] = std::ranges::minmax(answered);
  EXPECT_GE(least, kFrames / kClients / 2) << "the luckiest client had " << most << " answers";
  EXPECT_LE(most, kFrames / kClients * 2) << "the unluckiest client had " << least << " answers";
}

TEST(Load, AClientThatDoesNotReadCostsOnlyItself) {
  auto settings = withOneEngine();
  settings.server.stream.write = 10min;  // it reads again when the others are through, however long they take
  LiveServer server(settings);
  const Bytes portrait = portraitJpeg(1, 1);
  const Bytes large = noiseJpeg({640, 480});  // some 300 KB: more than a Unix socket's buffers hold
  constexpr int kUnread = 6;
  auto lazy = server.connectSilently(server.unixSocket());
  std::jthread sender([&] {
    for (int i = 0; i < kUnread; ++i) EXPECT_TRUE(lazy.write(MessageType::frame, large));
  });
  // Its first answer is in work, or already stuck in the socket, from here on.
  while (framesAnswered(server) < 1) std::this_thread::yield();

  constexpr int kFrames = 10;
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> others;
    for (int i = 0; i < 3; ++i) {
      others.emplace_back([&] {
        auto client = server.connect({Reply::faces, Reply::frame});
        for (int frame = 0; frame < kFrames; ++frame) answered += client.recognise(portrait).has_value();
      });
    }
  }
  EXPECT_EQ(answered, 3 * kFrames);
  EXPECT_LT(framesAnswered(server), 3 * kFrames + kUnread) << "every answer fitted into the socket's buffers";

  for (int i = 0; i < kUnread; ++i) {
    Message answer;
    ASSERT_TRUE(lazy.read(answer)) << "answer " << i;
    EXPECT_EQ(answer.type, MessageType::frame);
  }
}

TEST(Load, IdleClientsHoldNoEngine) {
  LiveServer server(withOneEngine());
  const Bytes jpeg = portraitJpeg(1, 1);
  std::vector<net::MessageStream> silent;
  std::vector<client::Client> idle;
  for (int i = 0; i < 50; ++i) {
    silent.push_back(server.connectSilently());
    idle.push_back(server.connect());
    ASSERT_TRUE(idle.back().recognise(jpeg));
  }
  auto client = server.connect();
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(client.recognise(jpeg));
}

TEST(Load, AClientThatPausesGivesItsMemoryBack) {
  if (kIsSanitized) GTEST_SKIP() << "a sanitizer's own memory drowns what is measured";
  auto settings = withOneEngine();
  settings.server.stream.pause = 50ms;
  LiveServer server(settings);
  const Bytes large = noiseJpeg({480, 360});
  const auto askOnce = [&](net::MessageStream& stream) {
    Message answer;
    return stream.write(MessageType::frame, large) && stream.read(answer);
  };
  constexpr int kClients = 60;
  std::vector<net::MessageStream> streams;
  for (int i = 0; i <= kClients; ++i) streams.push_back(server.connectSilently());
  ASSERT_TRUE(askOnce(streams.back()));  // the engine's own memory, and the code's, are there from here on
  const auto before = residentKiB(::getpid());
  for (auto& stream : streams) ASSERT_TRUE(askOnce(stream));

  constexpr std::int64_t kMostKiB = 100;
  std::int64_t each = 0;
  const auto deadline = Clock::now() + 30s;
  do {
    each = (residentKiB(::getpid()) - before) / kClients;
    std::this_thread::yield();
  } while (each > kMostKiB && Clock::now() < deadline);
  EXPECT_LE(each, kMostKiB) << "KiB for each client, of which a frame and its answer are " << 2 * large.size() / 1024;

  EXPECT_TRUE(askOnce(streams.front()));
}

}  // namespace
}  // namespace facewire::test
