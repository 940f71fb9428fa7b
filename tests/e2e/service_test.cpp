#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "facewire/base/clock.hpp"
#include "facewire/base/descriptor.hpp"
#include "facewire/client/client.hpp"
#include "key_files.hpp"
#include "pictures.hpp"
#include "server_process.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;

/// What systemd listens on when it runs a service of Type=notify.
class NotifySocket {
 public:
  NotifySocket() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
    if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("no notify socket");
    }
  }
  std::string path() const { return folder_.path() / "notify"; }

  /// Whether a message with that in it comes in time; those before it are passed over.
  bool hear(const std::string& part) {
    const auto deadline = Clock::now() + 30s;
    while (Clock::now() < deadline) {
      pollfd ready{socket_.get(), POLLIN, 0};
      if (::poll(&ready, 1, 1000) != 1) continue;
      std::array<char, 4096> text{};
      const ssize_t size = ::recv(socket_.get(), text.data(), text.size(), 0);
      if (size > 0 && std::string_view(text.data(), static_cast<std::size_t>(size)).find(part) != std::string::npos) {
        return true;
      }
    }
    return false;
  }

 private:
  TemporaryFolder folder_;
  Descriptor socket_;
};

TEST(Service, TellsSystemdHowItIsDoing) {
  NotifySocket systemd;
  ServerProcess server({}, 0, {{"NOTIFY_SOCKET", systemd.path()}, {"WATCHDOG_USEC", "200000"}});
  EXPECT_TRUE(systemd.hear("READY=1"));
  EXPECT_TRUE(systemd.hear("WATCHDOG=1"));
  EXPECT_TRUE(systemd.hear("WATCHDOG=1"));
  server.process().sendSignal(SIGHUP);
  EXPECT_TRUE(systemd.hear("RELOADING=1"));
  EXPECT_TRUE(systemd.hear("READY=1"));
  server.process().sendSignal(SIGTERM);
  EXPECT_TRUE(systemd.hear("STOPPING=1"));
  EXPECT_EQ(server.process().wait().exitStatus, 0);
}

class ReloadTest : public testing::Test {
 protected:
  void write(const std::string& settings) { std::ofstream(file_) << settings; }
  void start(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.end(), {"--config", file_});
    server_.emplace(std::move(arguments));
  }
  void reload(const std::string& told) {
    server_->process().sendSignal(SIGHUP);
    EXPECT_TRUE(server_->process().waitForError(told)) << server_->process().error();
  }
  Result<client::Client> connect(std::optional<net::Fingerprint> fingerprint = {}) {
    client::ConnectOptions options;
    options.server = net::TcpEndpoint{"127.0.0.1", server_->port()};
    options.timeout = 30s;
    if (fingerprint) {
      client::TrustOptions trust;
      trust.by = client::TrustOptions::By::fingerprint;
      trust.fingerprint = *fingerprint;
      options.trust = client::ServerTrust::make(trust).value();
    }
    return client::Client::connect(options);
  }

  TemporaryFolder folder_;
  const std::string file_ = folder_.path() / "facewired.toml";
  std::optional<ServerProcess> server_;
};

TEST_F(ReloadTest, TakesOverWhatItCanAndSaysWhatItCannot) {
  write("max_clients = 1\nworkers = 2\n");
  start();
  auto first = connect();
  ASSERT_TRUE(first);
  EXPECT_EQ(connect().error().code, ErrorCode::busy);
  write("max_clients = 3\nworkers = 4\nmax_frame_rate = 0.001\n");
  reload("reloaded");
  const std::string log = server_->process().error();
  EXPECT_NE(log.find("reload: max_clients = 3 from now on"), std::string::npos) << log;
  EXPECT_NE(log.find("reload: workers = 4 needs a start"), std::string::npos) << log;
  auto second = connect();
  ASSERT_TRUE(second) << second.error().detail;
  EXPECT_EQ(second->status().value().at("max_clients"), 3);
  EXPECT_EQ(second->status().value().at("workers"), 2);
  // Who was there keeps the limits that he began with.
  const Bytes picture = portraitJpeg(1, 1);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(first->recognise(picture));
  bool isSlowed = false;
  for (int i = 0; i < 5; ++i) {
    const auto answer = second->recognise(picture);
    isSlowed = isSlowed || (!answer && answer.error().code == ErrorCode::busy);
  }
  EXPECT_TRUE(isSlowed);
}

TEST_F(ReloadTest, AMistakeChangesNothing) {
  write("max_clients = 2\n");
  start();
  write("max_clients = 1\nmax_client = 7\n");
  reload("nothing changed: " + file_ + ":2: \"max_client\" is no setting; did you mean \"max_clients\"?");
  auto client = connect();
  ASSERT_TRUE(client);
  EXPECT_EQ(client->status().value().at("max_clients"), 2);
}

TEST_F(ReloadTest, AFlagStillBeatsTheFile) {
  write("max_clients = 2\n");
  start({"--max-clients", "5"});
  write("max_clients = 3\n");
  reload("reloaded");
  EXPECT_EQ(connect()->status().value().at("max_clients"), 5);
}

TEST_F(ReloadTest, ANewCertificateIsShownToNewClientsAndOldOnesStay) {
  const KeyFiles old = makeKeyFiles(folder_.path(), "old");
  const KeyFiles next = makeKeyFiles(folder_.path(), "next");
  const auto put = [this](const KeyFiles& files) {
    std::filesystem::copy_file(files.certificate, folder_.path() / "cert.pem",
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::copy_file(files.key, folder_.path() / "key.pem",
                               std::filesystem::copy_options::overwrite_existing);
  };
  put(old);
  write("tls_cert = '" + std::string(folder_.path() / "cert.pem") + "'\ntls_key = '" +
        std::string(folder_.path() / "key.pem") + "'\n");
  start();
  auto early = connect(old.fingerprint);
  ASSERT_TRUE(early) << early.error().detail;
  put(next);
  reload("reloaded");
  EXPECT_TRUE(early->status());
  EXPECT_EQ(connect(old.fingerprint).error().code, ErrorCode::untrusted);
  EXPECT_TRUE(connect(next.fingerprint));
  std::ofstream(folder_.path() / "cert.pem") << "garbage";
  reload("nothing changed: certificate");
  EXPECT_TRUE(connect(next.fingerprint));
}

TEST_F(ReloadTest, LogLevelsAreEachRoomsOwn) {
  write("log_level = 'warn'\nlog_format = 'json'\n");
  start({"--log-format", "json"});
  write("log_level = 'warn,app=info,server=debug'\n");
  reload("reloaded");
  ASSERT_TRUE(connect());
  ASSERT_TRUE(server_->process().waitForError("left peer"));
  const ProcessResult result = server_->stop();
  std::istringstream lines(result.err);
  std::set<std::string> rooms;
  for (std::string line; std::getline(lines, line);) {
    const auto entry = nlohmann::json::parse(line);
    rooms.insert(entry.at("room").get<std::string>() + "/" + entry.at("level").get<std::string>());
  }
  EXPECT_TRUE(rooms.contains("server/debug")) << result.err;
  EXPECT_FALSE(rooms.contains("gallery/debug"));
}

TEST(Service, RefusesALogLevelOfNoRoom) {
  const auto said = runProcess(FACEWIRE_SERVER_PROGRAM, {"--check-config", "--log-level", "info,serve=debug"});
  EXPECT_EQ(said.exitStatus, 2);
  EXPECT_NE(said.err.find("\"serve\" is no room of the server; there are app, server"), std::string::npos) << said.err;
}

TEST(Service, WritesForTheJournalWhereItWritesToIt) {
  ServerProcess server({"--log-format", "journal"});
  const ProcessResult result = server.stop();
  EXPECT_TRUE(result.err.starts_with("<6>app: ")) << result.err;
  // Standard error is a pipe here, so a JOURNAL_STREAM that is inherited is another process's.
  ServerProcess other({}, 0, {{"JOURNAL_STREAM", "8:12345"}});
  EXPECT_TRUE(other.stop().err.starts_with("20"));
}

}  // namespace
}  // namespace facewire::test
