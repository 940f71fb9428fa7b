#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <thread>

#include "facewire/base/file.hpp"
#include "facewire/client/client.hpp"
#include "facewire/image/jpeg_header.hpp"
#include "pictures.hpp"
#include "server_process.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

ProcessResult runServer(const std::vector<std::string>& arguments, ProcessOptions options = {}) {
  return runProcess(FACEWIRE_SERVER_PROGRAM, arguments, options, 20s);
}

client::Client connectTo(const ServerProcess& server, std::vector<protocol::Reply> reply = {protocol::Reply::faces}) {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server.port()};
  options.reply = std::move(reply);
  options.timeout = 60s;
  auto client = client::Client::connect(options);
  if (!client) throw std::runtime_error(client.error().detail);
  return std::move(*client);
}

TEST(ServerCommand, EndsWellWhenAskedTo) {
  for (const int signal : {SIGTERM, SIGINT}) {
    ServerProcess server;
    server.process().sendSignal(signal);
    const ProcessResult result = server.process().wait();
    EXPECT_EQ(result.exitStatus, 0) << result.err;
    EXPECT_NE(result.err.find("listening on 127.0.0.1:" + std::to_string(server.port())), std::string::npos);
    EXPECT_EQ(result.out, "");
  }
}

TEST(ServerCommand, EndsAtOnceOnASecondSignal) {
  ServerProcess server({"--workers", "1", "--grace", "60"});
  const Bytes large = groupJpeg({1, 2, 3}, {3200, 2400});
  std::vector<client::Client> clients;
  for (int i = 0; i < 24; ++i) clients.push_back(connectTo(server));
  for (auto& client : clients) ASSERT_TRUE(client.sendFrame(large));
  ASSERT_TRUE(clients[0].receiveAnswer());
  server.process().sendSignal(SIGTERM);
  ASSERT_TRUE(server.process().waitForError("stopping"));
  server.process().sendSignal(SIGTERM);
  EXPECT_EQ(server.process().wait(20s).exitStatus, 1);
}

TEST(ServerCommand, AnswersWhatItHasReadBeforeItEnds) {
  ServerProcess server({"--workers", "1"});
  const Bytes portrait = portraitJpeg(1, 1);
  auto client = connectTo(server);
  ASSERT_TRUE(client.recognise(portrait));
  std::jthread stopper([&server] { server.process().sendSignal(SIGTERM); });
  while (true) {
    const auto answer = client.recognise(portrait);
    if (answer) continue;
    EXPECT_EQ(answer.error().code, ErrorCode::shuttingDown) << answer.error().detail;
    break;
  }
  stopper.join();
  EXPECT_EQ(server.process().wait(20s).exitStatus, 0);
}

TEST(ServerCommand, SaysInOneLineWhatIsWrongWithItsUse) {
  TemporaryFolder folder;
  const std::string data = folder.path() / "data";
  const std::string config = folder.path() / "config.toml";
  std::ofstream(config) << "max_client = 3\n";
  const std::string notACascade = folder.path() / "cascade.xml";
  std::ofstream(notACascade) << "<xml/>";
  const struct {
    std::vector<std::string> arguments;
    int status;
    const char* says;
  } cases[] = {
      {{"--no-such-flag"}, 2, "--no-such-flag"},
      {{"surplus"}, 2, "surplus"},
      {{"--max-clients", "none"}, 2, "max_clients (--max-clients): expected a whole number"},
      {{"--listen", "nowhere:"}, 2, "expected HOST:PORT"},
      {{"--config", config}, 2, "did you mean \"max_clients\"?"},
      {{"--config", config + ".none"}, 2, "config.toml.none"},
      {{"--cascade", "/no/such/file"}, 2, "install Debian's opencv-data"},
      {{"--data", data, "--cascade", notACascade}, 2, "opencv-data"},
      {{"--data", config}, 1, "config.toml"},
      {{"--data", data, "--listen", "192.0.2.1:7117"}, 2, "facewired keygen"},
      {{"--data", data, "--listen", "192.0.2.1:7117", "--insecure"}, 1, "192.0.2.1:7117"},
      {{"--tls-cert", config}, 2, "--tls-key"},
      {{"--max-frames-memory", "100000"}, 2, "--max-frame-bytes"},
  };
  for (const auto& [arguments, status, says] : cases) {
    SCOPED_TRACE(says);
    const ProcessResult result = runServer(arguments);
    EXPECT_EQ(result.exitStatus, status) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err.find(says), std::string::npos) << result.err;
    EXPECT_EQ(std::ranges::count(result.err, '\n'), 1) << result.err;
  }
}

TEST(ServerCommand, HelpsAndTellsItsVersion) {
  const ProcessResult help = runServer({"--help"});
  EXPECT_EQ(help.exitStatus, 0);
  EXPECT_NE(help.out.find("--max-clients N"), std::string::npos);
  const ProcessResult version = runServer({"--version"});
  EXPECT_EQ(version.exitStatus, 0);
  EXPECT_TRUE(version.out.starts_with("facewired "));
}

TEST(ServerCommand, LetsFlagsBeatTheEnvironmentAndThatTheFile) {
  TemporaryFolder folder;
  const std::string config = folder.path() / "config.toml";
  std::ofstream(config) << "max_clients = 1\nworkers = 1\nthreshold = 11\n";
  const ProcessResult result = runServer({"--config", config, "--print-config", "--max-clients", "3"},
                                         {"", {{"FACEWIRE_MAX_CLIENTS", "2"}, {"FACEWIRE_WORKERS", "2"}}});
  EXPECT_EQ(result.exitStatus, 0);
  for (const std::string& line :
       {std::string("max_clients = 3 +# --max-clients\n"), std::string("workers = 2 +# FACEWIRE_WORKERS\n"),
        "threshold = 11 +# " + config + "\n"}) {
    EXPECT_TRUE(std::regex_search(result.out, std::regex(line))) << line << result.out;
  }
  EXPECT_EQ(runServer({"--config", config, "--check-config"}).exitStatus, 0);
}

TEST(ServerCommand, RefusesADataDirectoryInUse) {
  ServerProcess server;
  const ProcessResult second = runServer({"--data", server.dataFolder(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(second.exitStatus, 1);
  EXPECT_NE(second.err.find("in use"), std::string::npos) << second.err;
  EXPECT_NE(second.err.find(std::to_string(server.process().id())), std::string::npos) << second.err;
  EXPECT_NE(second.err.find("--data"), std::string::npos) << second.err;
}

TEST(ServerCommand, RefusesAnAddressInUse) {
  ServerProcess server;
  TemporaryFolder folder;
  const ProcessResult second = runServer({"--data", folder.path() / "data", "--listen", server.address()});
  EXPECT_EQ(second.exitStatus, 1);
  EXPECT_NE(second.err.find(server.address()), std::string::npos) << second.err;
}

TEST(ServerCommand, ListensOnAllKindsOfAddressAtOnce) {
  TemporaryFolder folder;
  const std::string local = "unix:" + (folder.path() / "socket").string();
  ServerProcess server({"--listen", "[::1]:" + std::string("0"), "--listen", local});
  EXPECT_TRUE(server.process().waitForError("listening on [::1]:"));
  EXPECT_EQ(runClient({"--server", local, "status"}).exitStatus, 0);
  EXPECT_EQ(runClient({"--server", server.address(), "status"}).exitStatus, 0);
  EXPECT_EQ(server.stop().exitStatus, 0);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "socket"));
}

TEST(ServerCommand, TakesOverTheSocketOfAKilledServer) {
  TemporaryFolder folder;
  const std::string local = "unix:" + (folder.path() / "socket").string();
  ServerProcess server({"--listen", local});
  server.kill();
  ASSERT_TRUE(std::filesystem::exists(folder.path() / "socket"));
  server.startAgain();
  EXPECT_EQ(runClient({"--server", local, "status"}).exitStatus, 0);
}

TEST(ServerCommand, LogsJsonWhereAsked) {
  ServerProcess server({"--log-format", "json"});
  const ProcessResult result = server.stop();
  std::istringstream lines(result.err);
  for (std::string line; std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    ASSERT_TRUE(json.is_object()) << line;
    EXPECT_TRUE(json.contains("time") && json.contains("level") && json.contains("message")) << line;
  }
}

/// What the protocol's document promises of ten-line clients, with the very programs that it shows.
class PlainClient : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(PlainClient, GetsTheAnnotatedPicture) {
  ServerProcess server;
  TemporaryFolder folder;
  const auto in = folder.path() / "in.jpg";
  const auto out = folder.path() / "out.jpg";
  const Bytes portrait = portraitJpeg(1, 1);
  ASSERT_TRUE(writeFile(in, portrait));
  std::vector<std::string> arguments = GetParam();
  const std::string program = arguments.front();
  arguments.erase(arguments.begin());
  if (program == "python3") {
    arguments.insert(arguments.end(), {"127.0.0.1", std::to_string(server.port())});
  } else {
    arguments.push_back(server.address());
  }
  arguments.insert(arguments.end(), {in.string(), out.string()});
  const ProcessResult result = runProcess("/usr/bin/env", [&] {
    arguments.insert(arguments.begin(), program);
    return arguments;
  }());
  ASSERT_EQ(result.exitStatus, 0) << result.err;
  const auto annotated = readFile(out, 1 << 24);
  ASSERT_TRUE(annotated);
  const auto header = image::readJpegHeader(*annotated, 1'000'000);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->width, 320);
  EXPECT_NE(*annotated, portrait);
}

INSTANTIATE_TEST_SUITE_P(Examples, PlainClient,
                         testing::Values(std::vector<std::string>{"python3",
                                                                  FACEWIRE_EXAMPLES "/python/plain_client.py"},
                                         std::vector<std::string>{FACEWIRE_PLAIN_CLIENT}),
                         [](const auto& instance) { return instance.index == 0 ? "Python" : "C"; });

}  // namespace
}  // namespace facewire::test
