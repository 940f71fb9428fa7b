#include <gtest/gtest.h>

#include <cstdlib>
#include <latch>
#include <random>
#include <set>
#include <thread>

#include "facewire/client/client.hpp"
#include "pictures.hpp"
#include "server_process.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

Result<client::Client> connectTo(const ServerProcess& server) {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server.port()};
  options.timeout = 60s;
  return client::Client::connect(options);
}

/// Enrols one portrait after another, from `next` on, until the connection breaks; the ids of the samples that were
/// answered. Counts `enough` down at so many answers, or when no more come.
std::set<std::int64_t> enrolUntilCut(const ServerProcess& server, const std::vector<Bytes>& portraits,
                                     std::size_t& next, std::size_t enoughAnswers, std::latch& enough) {
  std::set<std::int64_t> answered;
  std::size_t answers = 0;
  auto client = connectTo(server);
  for (; client && client->isOpen(); ++next) {
    const auto enrolled = client->enrol("Ada", portraits[next % portraits.size()], "durability", true);
    if (!enrolled) continue;
    answered.insert(enrolled->sample);
    if (++answers == enoughAnswers) enough.count_down();
  }
  if (answers < enoughAnswers) enough.count_down();
  return answered;
}

TEST(Durability, KeepsEveryAnsweredEnrolmentThroughKills) {
  std::vector<Bytes> portraits;
  for (std::uint64_t shot = 1; shot <= 200; ++shot) portraits.push_back(portraitJpeg(1, shot, {160, 160}));
  std::size_t next = 0;  // a picture that is enrolled already would not be written again
  ServerProcess server;
  std::mt19937 random(7);
  std::set<std::int64_t> answered;
  for (int round = 0; round < 8 || answered.size() < 100; ++round) {
    std::set<std::int64_t> news;
    std::latch enough(1);
    const std::size_t enoughAnswers = 1 + random() % 25;
    std::jthread enrolling([&] { news = enrolUntilCut(server, portraits, next, enoughAnswers, enough); });
    // A moment of no one's choosing, in the middle of the enrolments that follow, however slow they are.
    enough.wait();
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    server.kill();
    enrolling.join();
    ASSERT_FALSE(news.empty()) << "the server broke the connection by itself";
    answered.merge(news);
    server.startAgain();

    auto client = connectTo(server);
    ASSERT_TRUE(client) << client.error().detail;
    const auto ada = client->showPerson("Ada");
    ASSERT_TRUE(ada) << ada.error().detail;
    std::set<std::int64_t> kept;
    for (const auto& sample : ada->samples) kept.insert(sample.id);
    for (const std::int64_t sample : answered) EXPECT_TRUE(kept.contains(sample)) << "round " << round;
  }
  const ProcessResult end = server.stop();
  EXPECT_EQ(end.exitStatus, 0);
  EXPECT_EQ(end.err.find("error"), std::string::npos) << end.err;
  const std::string database = server.dataFolder() / "gallery.db";
  const ProcessResult check = runProcess("/usr/bin/env", {"sqlite3", database, "PRAGMA integrity_check"});
  EXPECT_EQ(check.out, "ok\n") << check.err;
}

}  // namespace
}  // namespace facewire::test
