#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "facewire/image/jpeg_header.hpp"
#include "live_server.hpp"
#include "pictures.hpp"
#include "portraits/video.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;
using Wall = std::chrono::system_clock;

/// Person 1 is enrolled as Ada; person 2 is a stranger.
class SightingsTest : public testing::Test {
 protected:
  static LiveServer::Settings settings() {
    LiveServer::Settings made = LiveServer::defaults();
    made.sightings.emplace();
    made.sightings->cooldown = 60s;
    return made;
  }

  void enrolAda(LiveServer& server) {
    auto client = server.connect();
    for (std::uint64_t shot = 1; shot <= 4; ++shot) {
      ASSERT_TRUE(client.enrol("Ada", portraitJpeg(1, shot), "", false));
    }
  }

  static client::Client connectAs(const LiveServer& server, const std::string& name, bool sightings = true,
                                  bool track = true) {
    client::ConnectOptions options;
    options.server = server.ipv4();
    options.name = name;
    options.timeout = 60s;
    options.sightings = sightings;
    options.track = track;
    auto client = client::Client::connect(options);
    if (!client) throw std::runtime_error(client.error().detail);
    return *std::move(client);
  }

  static void show(client::Client& camera, std::uint64_t person, int frames = 6) {
    const Bytes jpeg = portraitJpeg(person, 5);
    for (int i = 0; i < frames; ++i) ASSERT_TRUE(camera.recognise(jpeg));
  }

  static std::vector<client::Sighting> all(client::Client& client, const client::SightingFilter& filter = {}) {
    const auto page = client.listSightings(filter);
    EXPECT_TRUE(page) << page.error().detail;
    return page ? page->sightings : std::vector<client::Sighting>();
  }
};

TEST_F(SightingsTest, TellsWhoWasSeenByWhomAndShowsThem) {
  LiveServer server(settings());
  enrolAda(server);
  auto camera = connectAs(server, "front-door");
  auto asker = server.connect();
  const auto before = Wall::now() - 1ms;
  show(camera, 1, 8);
  const auto found = all(asker);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].person, "Ada");
  EXPECT_EQ(found[0].client, "front-door");
  EXPECT_GE(found[0].first, before);
  EXPECT_LE(found[0].last, Wall::now());
  EXPECT_EQ(found[0].frames, 8U);
  EXPECT_GT(found[0].score, 0.5);
  EXPECT_TRUE(found[0].isOpen);
  const auto shown = asker.showSighting(found[0].id);
  ASSERT_TRUE(shown) << shown.error().detail;
  const auto header = image::readJpegHeader(shown->picture, 1'000'000);
  ASSERT_TRUE(header);
  EXPECT_LE(header->width, 192);
  EXPECT_EQ(asker.showSighting(999).error().code, ErrorCode::unknownPerson);
  EXPECT_TRUE(asker.listPeople()) << "the connection goes on";
  const auto status = asker.status();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->at("sightings").at("open"), 1) << *status;
  EXPECT_EQ(status->at("sightings").at("kept"), 1) << *status;
}

TEST_F(SightingsTest, AreMadeOfStreamsAloneThatDoNotDecline) {
  LiveServer server(settings());
  enrolAda(server);
  auto declines = connectAs(server, "bench", false);
  auto single = connectAs(server, "pictures", true, false);
  show(declines, 1);
  show(single, 1);
  auto asker = server.connect();
  EXPECT_TRUE(all(asker).empty());
}

TEST_F(SightingsTest, CallAPlainClientByItsAddress) {
  LiveServer server(settings());
  enrolAda(server);
  auto plain = server.connectSilently();
  const Bytes jpeg = portraitJpeg(1, 5);
  protocol::Message answer;
  for (int i = 0; i < 6; ++i) {
    ASSERT_TRUE(plain.write(protocol::MessageType::frame, jpeg));
    ASSERT_TRUE(plain.read(answer));
  }
  auto asker = server.connect();
  const auto found = all(asker);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].client, "127.0.0.1");
}

TEST_F(SightingsTest, GoOnAfterAReconnection) {
  LiveServer server(settings());
  enrolAda(server);
  for (int i = 0; i < 3; ++i) {
    auto camera = connectAs(server, "front-door");
    show(camera, 1);
  }
  auto asker = server.connect();
  ASSERT_EQ(all(asker).size(), 1U);
  EXPECT_EQ(all(asker)[0].frames, 18U);
}

TEST_F(SightingsTest, KeepNobodyUnknownUnlessAskedTo) {
  auto asked = settings();
  asked.sightings->strangers = true;
  int frames = 0;
  for (const bool isAnybodyEnrolled : {false, true}) {
    LiveServer server(asked);
    if (isAnybodyEnrolled) enrolAda(server);
    frames = 0;
    auto camera = connectAs(server, "front-door");
    auto asker = server.connect();
    std::vector<client::Sighting> found;
    for (const auto deadline = Clock::now() + 60s; found.empty() && Clock::now() < deadline; ++frames) {
      show(camera, 2, 1);
      found = all(asker);
    }
    ASSERT_EQ(found.size(), 1U);
    EXPECT_FALSE(found[0].person);
  }
  // The same again, and for longer than a stranger has to stay.
  LiveServer server(settings());
  enrolAda(server);
  auto camera = connectAs(server, "front-door");
  auto asker = server.connect();
  show(camera, 2, 1);
  const auto since = Clock::now();
  while (frames-- > 0 || Clock::now() - since < 1500ms) show(camera, 2, 1);
  EXPECT_TRUE(all(asker).empty());
}

TEST_F(SightingsTest, GoWithAPersonAndFollowANewName) {
  LiveServer server(settings());
  enrolAda(server);
  auto camera = connectAs(server, "front-door");
  auto asker = server.connect();
  show(camera, 1);
  ASSERT_TRUE(asker.renamePerson("Ada", "Lady Lovelace"));
  ASSERT_EQ(all(asker).size(), 1U);
  EXPECT_EQ(all(asker)[0].person, "Lady Lovelace");
  ASSERT_TRUE(asker.removePerson("Lady Lovelace"));
  EXPECT_TRUE(all(asker).empty());
  show(camera, 1);
  EXPECT_TRUE(all(asker).empty());
}

TEST_F(SightingsTest, AreForgottenOnRequest) {
  LiveServer server(settings());
  enrolAda(server);
  auto camera = connectAs(server, "front-door");
  auto asker = server.connect();
  show(camera, 1);
  EXPECT_EQ(*asker.removeSightingsBefore(Wall::now() - 1h), 0U);
  EXPECT_EQ(*asker.removeSightingsOf("Ada"), 1U);
  EXPECT_TRUE(all(asker).empty());
  EXPECT_EQ(asker.removeSightingsOf("Nobody").error().code, ErrorCode::unknownPerson);
}

TEST_F(SightingsTest, ComeInPages) {
  LiveServer server(settings());
  enrolAda(server);
  auto asker = server.connect();
  for (int i = 0; i < 203; ++i) {
    const auto stream = server.sightings().openStream("camera " + std::to_string(i));
    stream->take({{.track = 1, .person = nullptr}});
    auto person = std::make_shared<const gallery::PersonInfo>(gallery::PersonInfo{1, "Ada", "then", {}, false});
    stream->take({{.track = 2, .person = person, .isSteady = true, .score = 0.9}});
  }
  const auto first = asker.listSightings({});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->sightings.size(), 200U);
  ASSERT_TRUE(first->next);
  const auto rest = asker.listSightings({}, *first->next);
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->sightings.size(), 3U);
  EXPECT_FALSE(rest->next);
}

TEST_F(SightingsTest, TellAWatcherWhoComes) {
  LiveServer server(settings());
  enrolAda(server);
  auto watcher = server.connect();
  const auto start = watcher.watch(std::nullopt, 0s);
  ASSERT_TRUE(start);
  EXPECT_TRUE(start->events.empty());
  auto camera = connectAs(server, "front-door");
  std::jthread shows([&] { show(camera, 1); });
  const auto page = watcher.watch(start->next, 60s);
  ASSERT_TRUE(page) << page.error().detail;
  ASSERT_EQ(page->events.size(), 1U);
  EXPECT_FALSE(page->events[0].isLeft);
  EXPECT_EQ(page->events[0].sighting.person, "Ada");
  EXPECT_EQ(page->missed, 0U);
}

TEST_F(SightingsTest, LetAServerStopThatIsWatched) {
  LiveServer server(settings());
  auto watcher = server.connect();
  const auto start = watcher.watch(std::nullopt, 0s);
  ASSERT_TRUE(start);
  std::atomic<bool> isAsking = false;
  std::jthread watches([&] {
    isAsking = true;
    const auto page = watcher.watch(start->next, 60s);
    if (page) {
      EXPECT_TRUE(page->events.empty());
    }
  });
  while (!isAsking) std::this_thread::yield();
  const auto since = Clock::now();
  server.stop();
  EXPECT_LT(Clock::now() - since, 30s) << "not only when the watcher's time was over";
}

TEST_F(SightingsTest, DoNotWaitForAWatcherThatIsGone) {
  LiveServer server(settings());
  {
    auto watcher = server.connectSilently();
    ASSERT_TRUE(watcher.write(protocol::MessageType::hello, asBytes(R"({"version": 1})")));
    protocol::Message welcome;
    ASSERT_TRUE(watcher.read(welcome));
    ASSERT_TRUE(watcher.write(protocol::MessageType::request, asBytes(R"({"id": 1, "op": "watch", "wait": 60})")));
  }
  auto asker = server.connect();
  const auto deadline = Clock::now() + 30s;
  while (asker.status()->at("clients") != 1 && Clock::now() < deadline) std::this_thread::yield();
  EXPECT_EQ(asker.status()->at("clients"), 1);
}

TEST_F(SightingsTest, SayWhatIsWrongWithARequest) {
  LiveServer server(settings());
  auto stream = server.connectSilently();
  ASSERT_TRUE(stream.write(protocol::MessageType::hello, asBytes(R"({"version": 1})")));
  protocol::Message message;
  ASSERT_TRUE(stream.read(message));
  const auto refusalOf = [&](const std::string& request) -> std::string {
    EXPECT_TRUE(stream.write(protocol::MessageType::request, asBytes(request)));
    EXPECT_TRUE(stream.read(message));
    const auto response = protocol::parseResponse(message.payload);
    if (!response || response->result) return "no refusal";
    EXPECT_EQ(response->result.error().code, ErrorCode::badMessage);
    return response->result.error().detail;
  };
  EXPECT_NE(refusalOf(R"({"id": 1, "op": "sightings", "since": "today"})").find("\"since\""), std::string::npos);
  EXPECT_NE(refusalOf(R"({"id": 1, "op": "sightings", "limit": 100000})").find("from 1 to 500"), std::string::npos);
  EXPECT_NE(refusalOf(R"({"id": 1, "op": "watch", "wait": 61})").find("from 0 to 60"), std::string::npos);
  EXPECT_NE(refusalOf(R"({"id": 1, "op": "sighting"})").find("\"sighting\""), std::string::npos);
  EXPECT_NE(refusalOf(R"({"id": 1, "op": "remove_sightings"})").find("\"before\" or \"person\""), std::string::npos);
}

}  // namespace
}  // namespace facewire::test
