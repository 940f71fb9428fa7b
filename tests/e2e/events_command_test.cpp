#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "facewire/base/clock.hpp"
#include "facewire/base/file.hpp"
#include "free_port.hpp"
#include "mqtt_broker.hpp"
#include "pictures.hpp"
#include "process.hpp"
#include "server_process.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {
namespace {

namespace fs = std::filesystem;

/// The block of docs/events.md that begins with "```LANGUAGE" and has `words` in it, as somebody copies it.
std::string exampleWith(const std::string& language, const std::string& words) {
  std::ostringstream text;
  text << std::ifstream(fs::path(FACEWIRE_SOURCE_DIR) / "docs" / "events.md").rdbuf();
  const std::string doc = text.str();
  const std::string fence = "```" + language + "\n";
  for (auto at = doc.find(fence); at != std::string::npos; at = doc.find(fence, at + 1)) {
    const auto begin = at + fence.size();
    const std::string block = doc.substr(begin, doc.find("```\n", begin) - begin);
    if (block.find(words) != std::string::npos) return block;
  }
  return "";
}

/// `facewired events test`, and what docs/events.md shows for it.
class EventsCommandTest : public testing::Test {
 protected:
  ProcessResult test(std::vector<std::string> words, std::map<std::string, std::string> environment = {}) const {
    words.insert(words.begin(), {"events", "test", "--data", folder_.path().string()});
    environment.try_emplace("FACEWIRE_CONFIG", "");
    environment.try_emplace("no_proxy", "*");
    return runProcess(FACEWIRE_SERVER_PROGRAM, words, {.input = "", .environment = std::move(environment)});
  }
  fs::path write(const std::string& name, const std::string& text, unsigned mode) const {
    EXPECT_FALSE(text.empty()) << "no example for " << name << " in docs/events.md";
    const fs::path file = folder_.path() / name;
    EXPECT_TRUE(replacePrivateFile(file, asBytes(text)));
    fs::permissions(file, fs::perms(mode));
    return file;
  }

  TemporaryFolder folder_;
};

TEST_F(EventsCommandTest, TheProgramsOfTheDocumentWork) {
  const fs::path visitors = write("visitors", exampleWith("sh", "jq"), 0700);
  const fs::path table = folder_.path() / "table.csv";
  const auto listed = test({"--on-event", visitors.string()}, {{"VISITORS", table.string()}});
  EXPECT_EQ(listed.exitStatus, 0) << listed.err << listed.out;
  EXPECT_NE(listed.out.find("command  " + visitors.string() + "  taken"), std::string::npos) << listed.out;
  std::string line;
  std::getline(std::ifstream(table) >> std::ws, line);
  EXPECT_NE(line.find(R"(Z","entered","Test","facewired")"), std::string::npos) << line;

  const fs::path greet = write("greet", exampleWith("python", "Greets"), 0700);
  const auto greeted = test({"--on-event", greet.string(), "--log-level", "debug"});
  EXPECT_EQ(greeted.exitStatus, 0) << greeted.err;
  EXPECT_NE(greeted.err.find("said \"Hello Test, seen by facewired\""), std::string::npos) << greeted.err;
}

TEST_F(EventsCommandTest, TheReceiverOfTheDocumentBelievesWhoHasTheSecretAndNobodyElse) {
  const fs::path script = write("receiver.py", exampleWith("python", "is_genuine"), 0700);
  const fs::path secret = write("secret", "hush\n", 0600);
  const std::string port = std::to_string(freePort());
  Process receiver("/usr/bin/env", {"python3", script.string(), port, secret.string()});
  ASSERT_TRUE(receiver.waitForOutput("listening")) << receiver.error();
  const std::string url = "http://127.0.0.1:" + port + "/";

  const auto taken = test({"--webhook-url", url, "--webhook-secret-file", secret.string(), "--webhook-picture"});
  EXPECT_EQ(taken.exitStatus, 0) << taken.out;
  EXPECT_TRUE(receiver.waitForOutput("Test entered facewired\n")) << receiver.output();

  const fs::path other = write("other", "wrong\n", 0600);
  const auto refused = test({"--webhook-url", url, "--webhook-secret-file", other.string()});
  EXPECT_EQ(refused.exitStatus, 1);
  EXPECT_NE(refused.out.find("not taken: the answer is status 403"), std::string::npos) << refused.out;
  EXPECT_EQ(test({"--webhook-url", url}).exitStatus, 1);
}

TEST_F(EventsCommandTest, SaysOfEachWayWhetherItWorks) {
  const MqttBroker broker(true);
  auto subscriber = broker.subscribe("#");
  const auto result =
      test({"--mqtt", broker.url(), "--mqtt-ca", broker.ca().string(), "--mqtt-password-file",
            broker.passwordFile().string(), "--webhook-url", "http://127.0.0.1:" + std::to_string(freePort()) + "/x"});
  EXPECT_EQ(result.exitStatus, 1);
  EXPECT_NE(result.out.find("mqtt     mqtts://localhost:"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("  taken\n"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("not taken: Failed to connect"), std::string::npos) << result.out;
  EXPECT_TRUE(subscriber->waitForOutput("0 facewire/event {\"event\":\"entered\",\"id\":-"));
  EXPECT_EQ(subscriber->output().find("availability"), std::string::npos) << subscriber->output();
}

TEST_F(EventsCommandTest, WhatCannotBeUsedIsStatusTwoWithTheRemedy) {
  for (const auto& [words, remedy] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{}, "--on-event"},
           {{"--on-event", "/nowhere/program"}, "there is no /nowhere/program"},
           {{"--webhook-url", "ftp://host/"}, "http:// or https://"},
           {{"--mqtt", "mqtt://ada:hush@broker"}, "--mqtt-password-file"},
           {{"--mqtt", "mqtt://broker", "--mqtt-topic", "a/#"}, "--mqtt-topic"}}) {
    const auto result = test(words);
    EXPECT_EQ(result.exitStatus, 2) << result.out;
    EXPECT_NE(result.err.find(remedy), std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("hush"), std::string::npos) << result.err;
  }
  const auto start = runProcess(FACEWIRE_SERVER_PROGRAM, {"--data", folder_.path().string(), "--listen", "127.0.0.1:0",
                                                          "--on-event", "/nowhere/program"});
  EXPECT_EQ(start.exitStatus, 2);
  EXPECT_NE(start.err.find("/nowhere/program"), std::string::npos) << start.err;
}

TEST_F(EventsCommandTest, ARunningServerKeepsTheBrokerToldOfItselfAndOfThePeople) {
  const MqttBroker broker;
  auto all = broker.subscribe("#");
  // The other two receivers are not there, which is no reason not to start.
  ServerProcess server({"--mqtt", broker.url(), "--webhook-url", "http://127.0.0.1:" + std::to_string(freePort()) + "/",
                        "--on-event", "/bin/false"});
  EXPECT_TRUE(all->waitForOutput("0 facewire/availability online\n")) << all->output();
  const fs::path picture = folder_.path() / "ada.jpg";
  ASSERT_TRUE(writeFile(picture, portraitJpeg(1, 1)));
  const auto client = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"--server", server.address()});
    const auto result = runClient(words);
    EXPECT_EQ(result.exitStatus, 0) << result.err;
  };
  client({"enroll", "Ada", picture.string()});
  EXPECT_TRUE(all->waitForOutput("0 facewire/people/ada-1/state OFF\n")) << all->output();
  client({"people", "rename", "Ada", "Eve"});
  EXPECT_TRUE(all->waitForOutput("0 facewire/people/ada-1/state \n")) << all->output();
  EXPECT_TRUE(all->waitForOutput("0 facewire/people/eve-1/state OFF\n")) << all->output();
  client({"people", "remove", "Eve"});
  EXPECT_TRUE(all->waitForOutput("0 homeassistant/binary_sensor/facewire/person_1/config \n")) << all->output();
  const auto ended = server.stop();
  EXPECT_EQ(ended.exitStatus, 0);
  EXPECT_TRUE(all->waitForOutput("0 facewire/availability offline\n")) << all->output();
}

TEST_F(EventsCommandTest, TheBrokerSaysWhenTheServerWasLost) {
  const MqttBroker broker;
  auto all = broker.subscribe("#");
  ServerProcess server({"--mqtt", broker.url()});
  ASSERT_TRUE(all->waitForOutput("0 facewire/availability online\n")) << all->output();
  server.kill();
  EXPECT_TRUE(all->waitForOutput("0 facewire/availability offline\n")) << all->output();
}

TEST_F(EventsCommandTest, AServerWithoutReceiversHasNoThreadForThem) {
  ServerProcess plain;
  const fs::path tasks = fs::path("/proc") / std::to_string(plain.id()) / "task";
  const auto threads = [&tasks](const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
  };
  ServerProcess telling({"--on-event", "/bin/true", "--webhook-url", "http://127.0.0.1:1/"});
  const fs::path tellingTasks = fs::path("/proc") / std::to_string(telling.id()) / "task";
  // Threads that only a start needs may still be there.
  const auto deadline = Clock::now() + std::chrono::seconds(20);
  while (threads(tellingTasks) != threads(tasks) + 2 && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(threads(tellingTasks), threads(tasks) + 2);
}

}  // namespace
}  // namespace facewire::test
