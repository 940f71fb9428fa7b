#include "mqtt_target.hpp"

#include "sink_fixture.hpp"

namespace facewire::events {
namespace {

class MqttTargetTest : public SinkFixture {
 protected:
  std::string errorOf(const std::string& url) {
    options_.mqtt.url = url;
    const auto target = readTarget(options_.mqtt);
    return target ? "" : target.error().detail;
  }
};

TEST_F(MqttTargetTest, ReadsHostPortAndUser) {
  options_.mqtt.url = "mqtt://broker.local";
  EXPECT_EQ(readTarget(options_.mqtt)->host, "broker.local");
  EXPECT_EQ(readTarget(options_.mqtt)->port, 1883);
  EXPECT_FALSE(readTarget(options_.mqtt)->tls);
  options_.mqtt.url = "mqtts://ada%40home@[::1]/";
  options_.mqtt.passwordFile = write("password", "open sesame\n");
  const auto target = readTarget(options_.mqtt);
  ASSERT_TRUE(target) << target.error().detail;
  EXPECT_EQ(target->host, "::1");
  EXPECT_EQ(target->port, 8883);
  EXPECT_TRUE(target->tls);
  EXPECT_EQ(target->user, "ada@home");
  EXPECT_EQ(target->password, "open sesame");
  EXPECT_EQ(target->name, "mqtts://[::1]");
}

TEST_F(MqttTargetTest, SaysWhatIsWrongWithAnAddressAndNeverAPassword) {
  for (const auto& [url, words] :
       std::vector<std::pair<std::string, std::string>>{{"broker.local", "mqtt://"},
                                                        {"http://broker", "mqtt:// or mqtts://"},
                                                        {"mqtt://", "--mqtt"},
                                                        {"mqtt://broker:99999", "--mqtt"},
                                                        {"mqtt://ada:hush@broker", "--mqtt-password-file"},
                                                        {"mqtt://broker/topic", "--mqtt-topic"}}) {
    const std::string error = errorOf(url);
    EXPECT_NE(error.find(words), std::string::npos) << url << ": " << error;
    EXPECT_EQ(error.find("hush"), std::string::npos) << error;
  }
}

TEST_F(MqttTargetTest, APasswordThatOthersMayReadIsRefused) {
  options_.mqtt.passwordFile = write("password", "hush", 0644);
  EXPECT_NE(errorOf("mqtt://ada@broker").find("chmod 600"), std::string::npos);
  options_.mqtt.passwordFile = write("password", "\n");
  EXPECT_NE(errorOf("mqtt://ada@broker").find("is empty"), std::string::npos);
  options_.mqtt.passwordFile = write("password", "hush");
  EXPECT_NE(errorOf("mqtt://broker").find("USER@"), std::string::npos);
  EXPECT_EQ(errorOf("mqtt://ada@broker"), "");
}

TEST_F(MqttTargetTest, ACaIsOfUseWithTlsAloneAndHasToBeThere) {
  options_.mqtt.ca = folder_.path() / "none.pem";
  EXPECT_NE(errorOf("mqtt://broker").find("mqtts://broker"), std::string::npos);
  EXPECT_NE(errorOf("mqtts://broker").find("none.pem"), std::string::npos);
}

TEST_F(MqttTargetTest, ATopicIsOneThatThereCanBe) {
  EXPECT_EQ(readTopicPrefix("--mqtt-topic", "/house/face wire/"), "house/face wire");
  for (const std::string bad : {"", "/", "a/+/b", "#", "$SYS", "a\nb"}) {
    const auto prefix = readTopicPrefix("--mqtt-topic", bad);
    ASSERT_FALSE(prefix) << bad;
    EXPECT_NE(prefix.error().detail.find("--mqtt-topic"), std::string::npos);
  }
}

}  // namespace
}  // namespace facewire::events
