#include <csignal>

#include "mqtt_broker.hpp"
#include "sink_fixture.hpp"

namespace facewire::events {
namespace {

using test::MqttBroker;
using test::Process;

class MqttCourierTest : public SinkFixture {
 protected:
  explicit MqttCourierTest(bool secure = false) : broker_(secure) {
    options_.mqtt.url = broker_.url();
    if (!secure) return;
    options_.mqtt.ca = broker_.ca();
    options_.mqtt.passwordFile = broker_.passwordFile();
  }
  /// The text of a state as the broker keeps it: for who subscribes now.
  static void expect(Process& subscriber, const std::string& line) {
    EXPECT_TRUE(subscriber.waitForOutput(line + "\n")) << "no " << line << " in:\n" << subscriber.output();
  }
  bool waitForTrouble(const std::string& words) const {
    return waitUntil([&words](const SinkCounts& now) { return now.trouble.find(words) != std::string::npos; });
  }

  MqttBroker broker_;
};

TEST_F(MqttCourierTest, PublishesEventsAndWhoIsHere) {
  auto all = broker_.subscribe("facewire/#");
  start();
  sinks_->setPeople({{7, "Ada"}});
  take(adaEvent(kEntered));
  expect(*all, "0 facewire/availability online");
  EXPECT_TRUE(all->waitForOutput("0 facewire/event {\"event\":\"entered\",\"id\":17,\"person\":\"Ada\""));
  expect(*all, "0 facewire/people/ada-7/state ON");
  EXPECT_TRUE(all->waitForOutput("0 facewire/people/ada-7/attributes {\"event\":\"entered\""));
  ASSERT_TRUE(waitUntilSent(1));
  take(adaEvent(kLeft));
  expect(*all, "0 facewire/people/ada-7/state OFF");
  take(strangerEvent(kEntered, 18));
  expect(*all, "0 facewire/strangers/state ON");
  finish();
  EXPECT_EQ(counts().sent, 3u);
  expect(*all, "0 facewire/availability offline");
  EXPECT_EQ(linesWith("[warning]"), 0u) << logged();
}

TEST_F(MqttCourierTest, KeepsForHomeAssistantWhatItNeedsToShowPeople) {
  start();
  sinks_->setPeople({{7, "Ada"}, {8, "B/o+b#"}});
  take(adaEvent(kEntered));
  ASSERT_TRUE(waitUntilSent(1));
  auto later = broker_.subscribe("#");
  expect(*later, "1 facewire/availability online");
  expect(*later, "1 facewire/people/ada-7/state ON");
  expect(*later, "1 facewire/people/b-o-b-8/state OFF");
  for (const char* topic : {"event/facewire/sighting", "binary_sensor/facewire/stranger",
                            "binary_sensor/facewire/person_7", "binary_sensor/facewire/person_8"}) {
    const std::string begin = "1 homeassistant/" + std::string(topic) + "/config {\"name\":";
    EXPECT_TRUE(later->waitForOutput(begin)) << later->output();
  }
  // An event that happened before is none that happens now.
  EXPECT_EQ(later->output().find("facewire/event "), std::string::npos);
}

TEST_F(MqttCourierTest, HasTheBrokerForgetWhoIsRemovedAndFollowsARename) {
  start();
  sinks_->setPeople({{7, "Ada"}, {8, "Bob"}});
  take(adaEvent(kEntered));
  ASSERT_TRUE(waitUntilSent(1));
  auto all = broker_.subscribe("#");
  expect(*all, "1 facewire/people/bob-8/state OFF");
  sinks_->setPeople({{7, "Ada B."}});
  expect(*all, "0 homeassistant/binary_sensor/facewire/person_8/config ");
  expect(*all, "0 facewire/people/bob-8/state ");
  expect(*all, "0 facewire/people/ada-7/state ");
  expect(*all, "0 facewire/people/ada-7/attributes ");
  expect(*all, "0 facewire/people/ada-b-7/state ON");
  EXPECT_TRUE(all->waitForOutput("0 homeassistant/binary_sensor/facewire/person_7/config {\"name\":\"Ada B.\""));
  auto later = broker_.subscribe("#");
  expect(*later, "1 facewire/people/ada-b-7/state ON");
  for (const char* gone : {"bob", "person_8", "ada-7/"}) {
    EXPECT_EQ(later->output().find(gone), std::string::npos) << gone << " in:\n" << later->output();
  }
}

TEST_F(MqttCourierTest, HasTheBrokerForgetWhoWasRemovedWhileTheServerWasDown) {
  for (const char* topic : {"facewire/people/eve-5/state", "facewire/people/eve-5/attributes",
                            "homeassistant/binary_sensor/facewire/person_5/config", "facewire/people/ada-7/state"}) {
    broker_.publish(topic, "{}", true);
  }
  broker_.publish("facewire/people/not one of ours/state", "x", true);
  auto all = broker_.subscribe("#");
  start();
  sinks_->setPeople({{7, "Adele"}});
  expect(*all, "0 facewire/people/eve-5/state ");
  expect(*all, "0 facewire/people/eve-5/attributes ");
  expect(*all, "0 homeassistant/binary_sensor/facewire/person_5/config ");
  expect(*all, "0 facewire/people/ada-7/state ");
  finish();
  auto later = broker_.subscribe("#");
  EXPECT_TRUE(later->waitForOutput("1 homeassistant/binary_sensor/facewire/person_7/config {\"name\":\"Adele\""));
  expect(*later, "1 facewire/people/not one of ours/state x");
  EXPECT_EQ(later->output().find("eve-5"), std::string::npos);
}

TEST_F(MqttCourierTest, EventsWaitForABrokerThatIsGoneAndItIsToldEverythingAnew) {
  start();
  sinks_->setPeople({{7, "Ada"}});
  take(adaEvent(kEntered, 1));
  ASSERT_TRUE(waitUntilSent(1));
  broker_.kill();
  for (const std::int64_t id : {2, 3}) take(adaEvent(kEntered, id));
  ASSERT_TRUE(waitUntil([](const SinkCounts& now) { return !now.trouble.empty() && now.queued == 2; }));
  broker_.startAgain();
  ASSERT_TRUE(waitUntilSent(3));
  EXPECT_EQ(counts().trouble, "");
  auto all = broker_.subscribe("#");
  expect(*all, "1 facewire/availability online");
  expect(*all, "1 facewire/people/ada-7/state ON");
  finish();
  EXPECT_GE(linesWith("events wait until the broker is there"), 1u) << logged();
  EXPECT_EQ(linesWith("works again"), 1u) << logged();
}

TEST_F(MqttCourierTest, TakesEventsAndStopsWhileTheBrokerDoesNotMove) {
  options_.queue = 5;
  start();
  take(adaEvent());
  ASSERT_TRUE(waitUntilSent(1));
  broker_.process().sendSignal(SIGSTOP);
  take(adaEvent());
  ASSERT_TRUE(waitUntil([](const SinkCounts& now) { return now.queued == 1; }));
  for (int i = 0; i < 1'000; ++i) take(adaEvent());
  EXPECT_GE(counts().dropped, 994u);
  EXPECT_EQ(counts().sent, 1u);
  finish(std::chrono::milliseconds(100));
  EXPECT_EQ(counts().queued, 0u);
  broker_.process().sendSignal(SIGCONT);
}

TEST_F(MqttCourierTest, WithoutDiscoveryHomeAssistantIsToldNothing) {
  options_.mqtt.discovery = "none";
  options_.mqtt.topic = "house/door/";
  start();
  sinks_->setPeople({{7, "Ada"}});
  take(adaEvent());
  ASSERT_TRUE(waitUntilSent(1));
  auto all = broker_.subscribe("#");
  expect(*all, "1 house/door/people/ada-7/state ON");
  EXPECT_EQ(all->output().find("homeassistant"), std::string::npos);
}

TEST_F(MqttCourierTest, TellsEventsAndNothingElseWhereItIsNotToAnnounceItself) {
  options_.mqtt.announce = false;
  auto all = broker_.subscribe("#");
  start();
  take(adaEvent());
  finish();
  EXPECT_EQ(counts().sent, 1u);
  EXPECT_TRUE(all->waitForOutput("0 facewire/event "));
  broker_.publish("end", "here", false);
  expect(*all, "0 end here");
  EXPECT_EQ(all->output().find("availability"), std::string::npos);
  EXPECT_EQ(all->output().find("state"), std::string::npos);
}

class SecureMqttCourierTest : public MqttCourierTest {
 protected:
  SecureMqttCourierTest() : MqttCourierTest(true) {}
};

TEST_F(SecureMqttCourierTest, SpeaksTlsAndShowsItsPassword) {
  auto all = broker_.subscribe("facewire/event");
  start();
  take(adaEvent());
  EXPECT_TRUE(waitUntilSent(1));
  EXPECT_TRUE(all->waitForOutput("0 facewire/event "));
}

TEST_F(SecureMqttCourierTest, SaysWhyItIsNotLetIn) {
  options_.mqtt.passwordFile = write("password", "wrong");
  start();
  take(adaEvent());
  EXPECT_TRUE(waitForTrouble("not authorised")) << counts().trouble;
  finish();
  EXPECT_EQ(linesWith("wrong"), 0u) << logged();
}

TEST_F(SecureMqttCourierTest, BelievesNoCertificateThatNobodyVouchesFor) {
  options_.mqtt.ca.clear();
  start();
  take(adaEvent());
  EXPECT_TRUE(waitForTrouble("certificate verify failed")) << counts().trouble;
}

TEST_F(SecureMqttCourierTest, BelievesNoCertificateForAnotherHost) {
  options_.mqtt.url = "mqtts://ada@127.0.0.1:" + std::to_string(broker_.port());
  start();
  take(adaEvent());
  EXPECT_TRUE(waitForTrouble("certificate for \"127.0.0.1\"")) << counts().trouble;
}

}  // namespace
}  // namespace facewire::events
