#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "live_server.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;
using protocol::Message;
using protocol::MessageType;
using protocol::Reply;

std::string rawHeader(MessageType type, std::size_t length) {
  const auto bytes = protocol::encodeHeader({type, length});
  return std::string(asText(bytes));
}

void sendRaw(net::MessageStream& stream, std::string_view bytes) {
  ASSERT_TRUE(stream.connection().write(asBytes(bytes), {}, Clock::now() + 10s));
}

protocol::ErrorMessage receiveError(net::MessageStream& stream) {
  Message message;
  const auto got = stream.read(message);
  EXPECT_TRUE(got) << got.error().detail;
  const auto error = protocol::parseError(message.payload);
  EXPECT_TRUE(error) << asText(message.payload);
  return error.value_or(protocol::ErrorMessage{});
}

TEST(Server, ServesGoodClientsWhileOthersMisbehave) {
  auto settings = LiveServer::defaults();
  settings.server.stream.message = 2s;
  LiveServer server(settings);
  const Bytes portrait = portraitJpeg(1, 1);
  constexpr int kFrames = 12;
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < 3; ++i) {
      clients.emplace_back([&] {
        auto plain = server.connectSilently();
        for (int frame = 0; frame < kFrames; ++frame) {
          Message answer;
          if (plain.write(MessageType::frame, portrait) && plain.read(answer) && answer.type == MessageType::frame)
            ++answered;
        }
      });
      clients.emplace_back([&] {
        auto client = server.connect({Reply::faces, Reply::frame});
        for (int frame = 0; frame < kFrames; ++frame) {
          const auto answer = client.recognise(portrait);
          if (answer && answer->faces->frame == frame) ++answered;
        }
      });
    }
    clients.emplace_back([&] {  // plain rubbish: closed
      auto stream = server.connectSilently();
      sendRaw(stream, rawHeader(MessageType::frame, 7) + "rubbish");
      Message message;
      EXPECT_FALSE(stream.read(message));
    });
    clients.emplace_back([&] {  // hangs in the middle of a message: told
      auto stream = server.connectSilently();
      const std::string hello = R"({"version": 1})";
      sendRaw(stream, rawHeader(MessageType::hello, hello.size()) + hello);
      Message welcome;
      ASSERT_TRUE(stream.read(welcome));
      sendRaw(stream, rawHeader(MessageType::frame, 1000) + "half");
      const auto error = receiveError(stream);
      EXPECT_EQ(error.error.code, ErrorCode::timeout);
      EXPECT_TRUE(error.fatal);
    });
  }
  server.stop();
  EXPECT_EQ(answered, 6 * kFrames);
  EXPECT_EQ(server.countLogLines("warning closed"), 2u);
  EXPECT_EQ(server.countLogLines("code=timeout"), 1u);
  EXPECT_EQ(server.countLogLines("code=not_jpeg"), 1u);
}

TEST(Server, TellsOneClientTooManyThatItIsBusy) {
  auto settings = LiveServer::defaults();
  settings.server.limits.maxClients = 2;
  LiveServer server(settings);
  auto first = server.connect();
  auto second = server.connect();

  client::ConnectOptions options;
  options.server = server.ipv4();
  const auto third = client::Client::connect(options);
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::busy);

  auto plain = server.connectSilently();
  [[maybe_unused]] const auto sent = plain.write(MessageType::frame, portraitJpeg(1, 1));
  Message message;
  EXPECT_EQ(plain.read(message).error().code, ErrorCode::disconnected);

  EXPECT_TRUE(first.recognise(portraitJpeg(1, 1)));
  EXPECT_TRUE(second.recognise(portraitJpeg(1, 1)));
}

TEST(Server, HasRoomAgainWhenAClientLeaves) {
  auto settings = LiveServer::defaults();
  settings.server.limits.maxClients = 1;
  LiveServer server(settings);
  client::ConnectOptions options;
  options.server = server.ipv4();
  for (int i = 0; i < 40; ++i) {
    // The server learns of the last one's close a moment later; a refusal in between is right, one for good is not.
    const auto deadline = Clock::now() + 10s;
    auto client = client::Client::connect(options);
    while (!client && client.error().code == ErrorCode::busy && Clock::now() < deadline)
      client = client::Client::connect(options);
    ASSERT_TRUE(client) << client.error().detail;
    if (i % 2 == 1) client->abort();
  }
}

TEST(Server, ASlowReaderCostsOnlyItself) {
  auto settings = LiveServer::defaults();
  settings.server.stream.write = 500ms;
  LiveServer server(settings);
  // Frames go in, no answer is ever taken: sooner or later the server cannot write.
  auto greedy = server.connectSilently();
  const Bytes large = portraitJpeg(1, 1, {1280, 960});
  const Bytes portrait = portraitJpeg(1, 1);
  std::atomic<bool> cut = false;
  std::jthread flood([&] {
    while (greedy.write(MessageType::frame, large)) {
    }
    cut = true;
  });
  auto client = server.connect();
  while (!cut) {
    const auto answer = client.recognise(portrait);
    ASSERT_TRUE(answer) << answer.error().detail;
  }
  EXPECT_TRUE(client.recognise(portrait));
}

TEST(Server, StopsWhileClientsStreamAndAnswersWhatItRead) {
  LiveServer server;
  const Bytes portrait = portraitJpeg(1, 1);
  constexpr int kClients = 6;
  std::latch streaming(kClients);
  std::atomic<int> toldToStop = 0;
  std::vector<std::jthread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      auto client = server.connect({Reply::faces, Reply::frame});
      ASSERT_TRUE(client.recognise(portrait));
      streaming.count_down();
      std::int64_t next = 1;
      while (true) {
        const auto answer = client.recognise(portrait);
        if (!answer) {
          if (answer.error().code == ErrorCode::shuttingDown) ++toldToStop;
          return;
        }
        ASSERT_EQ(answer->faces->frame, next++);
      }
    });
  }
  streaming.wait();
  server.stop();
  clients.clear();
  EXPECT_EQ(toldToStop, kClients);
  EXPECT_EQ(server.countLogLines("warning"), 0u);
}

TEST(Server, StopsAtOnceWithIdleClients) {
  LiveServer server;
  auto idle = server.connect();
  auto silent = server.connectSilently();
  const auto begin = Clock::now();
  std::jthread reader([&] {
    Message message;
    EXPECT_FALSE(silent.read(message));
    EXPECT_FALSE(idle.receiveAnswer());
    idle.abort();
    silent.connection().abort();
  });
  server.stop();
  EXPECT_LT(Clock::now() - begin, 8s);  // far below the grace time: nobody is waited for
}

TEST(Server, GivesUpOnBusyClientsWhenTheGraceTimeIsOver) {
  auto settings = LiveServer::defaults();
  settings.service.workers = 1;
  settings.server.grace = 1ms;
  LiveServer server(settings);
  const Bytes large = groupJpeg({1, 2, 3}, {1600, 1200});
  std::vector<client::Client> clients;
  for (int i = 0; i < 8; ++i) clients.push_back(server.connect());
  for (auto& client : clients) ASSERT_TRUE(client.sendFrame(large));
  server.stop();  // returns: that is the test
  for (auto& client : clients) client.abort();
}

TEST(Server, SaysWhetherItTakesClients) {
  LiveServer server;
  EXPECT_EQ(server.server().whyNotAccepting(), std::nullopt);
  EXPECT_TRUE(server.server().acceptLoopsRun());
  server.stop();
  ASSERT_TRUE(server.server().whyNotAccepting());
  EXPECT_EQ(*server.server().whyNotAccepting(), "cannot accept on " + net::toText(server.ipv4()) + ": stopped");
  EXPECT_FALSE(server.server().acceptLoopsRun());
}

TEST(Server, RefusesAnAddressThatIsTaken) {
  LiveServer server;
  auto settings = LiveServer::defaults();
  vision::FaceEncoder encoder{vision::EncoderOptions{}};
  spdlog::logger log("test");
  class NoService : public server::Service {
   public:
    protocol::Welcome welcome() const override { return {}; }
    std::unique_ptr<server::FrameStream> openStream(const server::StreamOptions&) override { return nullptr; }
    std::unique_ptr<server::Exchange> openExchange() override { return nullptr; }
    protocol::Response answerRequest(const protocol::Request&, ByteView, const server::Load&,
                                     const std::stop_token&) override {
      return {};
    }
  } service;
  for (const auto& taken : {server.ipv4(), server.ipv6(), server.unixSocket()}) {
    settings.server.listen = {taken};
    try {
      server::Server second(settings.server, service, log);
      ADD_FAILURE() << net::toText(taken) << " was bound twice";
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find(net::toText(taken)), std::string::npos);
      EXPECT_NE(std::string(error.what()).find("choose another --listen"), std::string::npos);
    }
  }
  EXPECT_NO_THROW(server.connect());
}

}  // namespace
}  // namespace facewire::test
