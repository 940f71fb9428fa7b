#include <nlohmann/json.hpp>

#include "free_port.hpp"
#include "http_receiver.hpp"
#include "signature.hpp"
#include "sink_fixture.hpp"

namespace facewire::events {
namespace {

using test::HttpReceiver;
using Manner = test::HttpReply::Manner;

class WebhookCourierTest : public SinkFixture {
 protected:
  /// Posts to a receiver that answers like that.
  void receive(std::vector<test::HttpReply> replies) {
    receiver_ = std::make_unique<HttpReceiver>(std::move(replies));
    options_.webhook.url = receiver_->url();
  }
  bool waitForTrouble(const std::string& words) const {
    return waitUntil([&words](const SinkCounts& now) { return now.trouble.find(words) != std::string::npos; });
  }

  std::unique_ptr<HttpReceiver> receiver_;
};

TEST_F(WebhookCourierTest, PostsTheEventSigned) {
  receive({test::HttpReply{}});
  options_.webhook.secretFile = write("secret", "hush\n");
  start();
  auto event = adaEvent();
  event.picture = std::make_shared<const Bytes>(Bytes(10));
  take(event);
  ASSERT_TRUE(waitUntilSent(1));
  const auto request = receiver_->waitForRequests(1).at(0);
  EXPECT_TRUE(request.line.starts_with("POST /hook HTTP/1.1")) << request.line;
  EXPECT_EQ(request.headers.at("content-type"), "application/json");
  EXPECT_EQ(request.headers.at("user-agent"), "facewired/1.2");
  EXPECT_EQ(request.headers.at("x-facewire-event-id"), "17-entered");
  const std::string& time = request.headers.at("x-facewire-timestamp");
  EXPECT_EQ(request.headers.at("x-facewire-signature"), "sha256=" + signatureOf("hush", time + "." + request.body));
  const auto json = nlohmann::json::parse(request.body);
  EXPECT_EQ(json["person"], "Ada");
  EXPECT_EQ(json["server"], "pi");
  EXPECT_FALSE(json.contains("picture"));
}

TEST_F(WebhookCourierTest, PostsThePictureWhereItIsAskedFor) {
  receive({test::HttpReply{}});
  options_.webhook.picture = true;
  start();
  auto event = adaEvent();
  const auto bytes = asBytes("foobar");
  event.picture = std::make_shared<const Bytes>(bytes.begin(), bytes.end());
  take(event);
  take(adaEvent());
  const auto requests = receiver_->waitForRequests(2);
  EXPECT_EQ(nlohmann::json::parse(requests.at(0).body)["picture"], "Zm9vYmFy");
  EXPECT_FALSE(nlohmann::json::parse(requests.at(1).body).contains("picture"));
  EXPECT_FALSE(requests.at(0).headers.contains("x-facewire-signature"));
}

TEST_F(WebhookCourierTest, TriesAgainWhereThatMayHelpAndKeepsTheOrder) {
  receive(
      {{.status = 500}, {.status = 429}, {.manner = Manner::cutShort}, {.manner = Manner::none}, {.status = 503}, {}});
  start();
  take(adaEvent(kEntered, 1));
  take(adaEvent(kEntered, 2));
  ASSERT_TRUE(waitUntilSent(2));
  const auto requests = receiver_->waitForRequests(7);
  ASSERT_EQ(requests.size(), 7u);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(requests[i].headers.at("x-facewire-event-id"), "1-entered") << i;
  EXPECT_EQ(requests[6].headers.at("x-facewire-event-id"), "2-entered");
  EXPECT_EQ(counts().failed, 0u);
  finish();
  EXPECT_EQ(linesWith("works again"), 1u) << logged();
}

TEST_F(WebhookCourierTest, WaitsAsLongAsItIsToldTo) {
  receive({{.status = 429, .headers = "Retry-After: 1\r\n"}, {}});
  start();
  const auto began = Clock::now();
  take(adaEvent());
  ASSERT_TRUE(waitUntilSent(1));
  EXPECT_GE(Clock::now() - began, std::chrono::seconds(1));
}

TEST_F(WebhookCourierTest, DropsWhatIsRefusedForGood) {
  receive({{.status = 404}, {.status = 302, .headers = "Location: http://127.0.0.1:9/\r\n"}, {.status = 204}});
  start();
  take(adaEvent(kEntered, 1));
  ASSERT_TRUE(waitForTrouble("404"));
  take(adaEvent(kEntered, 2));
  ASSERT_TRUE(waitForTrouble("a redirect"));
  take(adaEvent(kEntered, 3));
  ASSERT_TRUE(waitUntilSent(1));
  EXPECT_EQ(counts().failed, 2u);
  EXPECT_EQ(receiver_->waitForRequests(3).size(), 3u);
}

TEST_F(WebhookCourierTest, DoesNotTryForEver) {
  receive({{.status = 500}});
  options_.webhook.retryTime = std::chrono::milliseconds(100);
  start();
  take(adaEvent());
  EXPECT_TRUE(waitUntil([](const SinkCounts& now) { return now.failed == 1; }));
}

TEST_F(WebhookCourierTest, AReceiverMayComeLater) {
  const std::uint16_t port = test::freePort();
  options_.webhook.url = "http://127.0.0.1:" + std::to_string(port) + "/hook";
  start();
  take(adaEvent());
  ASSERT_TRUE(waitForTrouble("Couldn't connect"));
  receiver_ = std::make_unique<HttpReceiver>(std::vector<test::HttpReply>{{}}, port);
  EXPECT_TRUE(waitUntilSent(1));
  finish();
  EXPECT_EQ(linesWith("Couldn't connect"), 1u) << logged();
}

TEST_F(WebhookCourierTest, TakesEventsAndStopsWhileTheReceiverHangs) {
  receive({{.manner = Manner::hanging}});
  options_.queue = 5;
  start();
  take(adaEvent());
  ASSERT_EQ(receiver_->waitForRequests(1).size(), 1u);
  // Nobody answers before all of these have returned.
  for (int i = 0; i < 100; ++i) take(adaEvent());
  EXPECT_EQ(counts().dropped, 95u);
  finish(std::chrono::milliseconds(50));
  EXPECT_EQ(counts().sent, 0u);
  EXPECT_EQ(counts().queued, 0u);
  EXPECT_EQ(linesWith("queue is full"), 1u) << logged();
}

TEST_F(WebhookCourierTest, TellsNobodyWhatIsSecretInAnAddress) {
  options_.webhook.url = "http://ada:hush@127.0.0.1:" + std::to_string(test::freePort()) + "/hook/s3cret?key=s3cret";
  options_.webhook.retryTime = std::chrono::milliseconds(1);
  start();
  take(adaEvent());
  ASSERT_TRUE(waitUntil([](const SinkCounts& now) { return now.failed == 1; }));
  EXPECT_EQ((counts().receiver + counts().trouble).find("hush"), std::string::npos);
  finish();
  for (const char* secret : {"hush", "s3cret", "ada"}) EXPECT_EQ(linesWith(secret), 0u) << logged();
}

TEST_F(WebhookCourierTest, WhatCannotBePostedToIsRefusedAtTheStart) {
  for (const char* url : {"ftp://host/", "file:///etc/passwd", "host", "http://", "gopher://host/"}) {
    options_.webhook.url = url;
    EXPECT_NE(errorOfStart().find("--webhook-url"), std::string::npos) << url;
  }
  options_.webhook.url = "https://host/";
  options_.webhook.secretFile = write("secret", "hush", 0644);
  EXPECT_NE(errorOfStart().find("chmod 600"), std::string::npos) << errorOfStart();
  options_.webhook.secretFile.clear();
  options_.webhook.ca = folder_.path() / "none.pem";
  EXPECT_NE(errorOfStart().find("--webhook-ca"), std::string::npos) << errorOfStart();
  options_.webhook.ca.clear();
  EXPECT_EQ(errorOfStart(), "");
}

TEST_F(WebhookCourierTest, NothingConfiguredIsNothingStarted) {
  start();
  EXPECT_TRUE(sinks_->sinks().empty());
  EXPECT_TRUE(sinks_->counts().empty());
}

}  // namespace
}  // namespace facewire::events
