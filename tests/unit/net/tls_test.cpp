#include "facewire/net/tls.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <future>
#include <random>
#include <thread>

#include "facewire/net/message_stream.hpp"
#include "key_files.hpp"

namespace facewire::net {
namespace {

using namespace std::chrono_literals;
using test::KeyFiles;
using test::makeKeyFiles;

/// Two connections that are each other's peer, before TLS.
class TlsTest : public testing::Test {
 protected:
  void SetUp() override { connect(); }

  void connect() {
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
    server_ = std::make_unique<Connection>(socketOf(ends[0]), &stop_);
    client_ = std::make_unique<Connection>(socketOf(ends[1]));
  }
  Socket socketOf(int descriptor) {
    Socket socket(context_);
    socket.assign(asio::local::stream_protocol(), descriptor);
    return socket;
  }

  TlsContext serverContext(ClientCertificates clients = ClientCertificates::none) {
    return TlsContext::forServer({door_.certificate, door_.key, camera_.certificate, clients}).value();
  }
  TlsContext clientContext(TlsClientOptions::Trust trust = TlsClientOptions::Trust::anyCertificate) {
    TlsClientOptions options;
    options.trust = trust;
    options.ca = door_.certificate;
    return TlsContext::forClient(options).value();
  }
  struct Shaken {
    Result<void> server;
    Result<void> client;
  };
  Shaken shakeHands(const TlsContext& server, const TlsContext& client, const std::string& host = "door") {
    auto ofServer = std::async(std::launch::async, [&] { return server_->startTls(server, "", Clock::now() + 20s); });
    auto ofClient = client_->startTls(client, host, Clock::now() + 20s);
    if (!ofClient) client_->abort();
    return {ofServer.get(), std::move(ofClient)};
  }

  test::TemporaryFolder folder_;
  const KeyFiles door_ = makeKeyFiles(folder_.path(), "door");
  const KeyFiles camera_ = makeKeyFiles(folder_.path(), "camera");
  asio::io_context context_;
  WakeEvent stop_;
  std::unique_ptr<Connection> server_;
  std::unique_ptr<Connection> client_;
};

TEST_F(TlsTest, CarriesBytesBothWaysAndTellsTheServersFingerprint) {
  const TlsContext server = serverContext();
  const TlsContext client = clientContext();
  const auto shaken = shakeHands(server, client);
  ASSERT_TRUE(shaken.server) << shaken.server.error().detail;
  ASSERT_TRUE(shaken.client) << shaken.client.error().detail;
  ASSERT_TRUE(client_->tlsPeer());
  EXPECT_EQ(client_->tlsPeer()->fingerprint, door_.fingerprint);
  EXPECT_EQ(client_->tlsPeer()->subject, "door");
  EXPECT_FALSE(server_->tlsPeer());

  ASSERT_TRUE(client_->write(asBytes("he"), asBytes("llo"), Clock::now() + 20s));
  Bytes got(5);
  ASSERT_TRUE(server_->readExactly(got, Clock::now() + 20s));
  EXPECT_EQ(asText(got), "hello");
}

TEST_F(TlsTest, LargeMessagesInBothDirectionsAtOnceArriveWhole) {
  const TlsContext server = serverContext();
  const TlsContext client = clientContext();
  ASSERT_TRUE(shakeHands(server, client).client);
  Bytes large(3'000'000);
  std::minstd_rand random(1);
  for (std::byte& byte : large) byte = static_cast<std::byte>(random());
  MessageStream served(std::move(*server_), {});
  MessageStream asked(std::move(*client_), {});
  std::jthread echo([&] {
    protocol::Message message;
    while (served.read(message)) ASSERT_TRUE(served.write(message.type, message.payload));
  });
  constexpr int kMessages = 8;
  std::jthread sender([&] {
    for (int i = 0; i < kMessages; ++i) ASSERT_TRUE(asked.write(protocol::MessageType::frame, large));
  });
  for (int i = 0; i < kMessages; ++i) {
    protocol::Message answer;
    ASSERT_TRUE(asked.read(answer));
    ASSERT_EQ(answer.payload, large);
  }
  sender.join();
  asked.connection().finish(Clock::now() + 5s);
  asked.connection().abort();
}

TEST_F(TlsTest, TakesACertificateThatItsCaVouchesForAndWhoseNameItIs) {
  const TlsContext server = serverContext();
  const TlsContext client = clientContext(TlsClientOptions::Trust::ca);
  EXPECT_TRUE(shakeHands(server, client, "door").client);
  connect();
  EXPECT_TRUE(shakeHands(server, client, "127.0.0.1").client);
  connect();
  const auto wrongName = shakeHands(server, client, "window");
  ASSERT_FALSE(wrongName.client);
  EXPECT_EQ(wrongName.client.error().code, ErrorCode::untrusted);
  EXPECT_NE(wrongName.client.error().detail.find("ostname mismatch"), std::string::npos)
      << wrongName.client.error().detail;
}

TEST_F(TlsTest, MistrustsACertificateOfAnotherCa) {
  const TlsContext server = serverContext();
  TlsClientOptions options;
  options.trust = TlsClientOptions::Trust::ca;
  options.ca = camera_.certificate;
  const TlsContext client = TlsContext::forClient(options).value();
  const auto shaken = shakeHands(server, client);
  ASSERT_FALSE(shaken.client);
  EXPECT_EQ(shaken.client.error().code, ErrorCode::untrusted);
  EXPECT_FALSE(shaken.server);
}

TEST_F(TlsTest, KnowsAClientByItsCertificate) {
  const TlsContext server = serverContext(ClientCertificates::required);
  TlsClientOptions options;
  options.trust = TlsClientOptions::Trust::anyCertificate;
  options.certificate = camera_.certificate;
  options.key = camera_.key;
  const TlsContext client = TlsContext::forClient(options).value();
  const auto shaken = shakeHands(server, client);
  ASSERT_TRUE(shaken.server) << shaken.server.error().detail;
  ASSERT_TRUE(server_->tlsPeer());
  EXPECT_TRUE(server_->tlsPeer()->trusted);
  EXPECT_EQ(server_->tlsPeer()->subject, "camera");
}

TEST_F(TlsTest, RefusesAClientWithoutTheCertificateThatIsRequired) {
  const TlsContext server = serverContext(ClientCertificates::required);
  const TlsContext client = clientContext();
  const auto shaken = shakeHands(server, client);
  EXPECT_FALSE(shaken.server);
  // With TLS 1.3 the client learns of it with its first read.
  Bytes byte(1);
  const auto got = client_->readExactly(byte, Clock::now() + 20s);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ErrorCode::untrusted) << got.error().detail;
}

TEST_F(TlsTest, APeerThatSpeaksNoTlsIsTold) {
  const TlsContext client = clientContext();
  ASSERT_TRUE(server_->write(asBytes("HTTP/1.1 400 Bad Request\r\n\r\n"), {}, Clock::now() + 20s));
  const auto shaken = client_->startTls(client, "door", Clock::now() + 20s);
  ASSERT_FALSE(shaken);
  EXPECT_EQ(shaken.error().code, ErrorCode::untrusted);
}

TEST_F(TlsTest, AHandshakeThatStopsHalfwayEndsAtTheDeadline) {
  const TlsContext server = serverContext();
  ASSERT_TRUE(client_->write(asBytes("\x16\x03\x01\x02"), {}, Clock::now() + 20s));
  const auto shaken = server_->startTls(server, "", Clock::now() + 50ms);
  ASSERT_FALSE(shaken);
  EXPECT_EQ(shaken.error().code, ErrorCode::timeout);
}

TEST_F(TlsTest, AStopEndsWaitsAndASilentPeerIsWaitedForNoLongerThanAsked) {
  const TlsContext server = serverContext();
  const TlsContext client = clientContext();
  ASSERT_TRUE(shakeHands(server, client).client);
  EXPECT_EQ(server_->waitReadable(Clock::now() + 50ms).error().code, ErrorCode::timeout);
  stop_.set();
  EXPECT_EQ(server_->waitReadable(Clock::now() + 20s).error().code, ErrorCode::shuttingDown);
}

TEST_F(TlsTest, AnEndIsAnEndWithAndWithoutGoodbye) {
  const TlsContext server = serverContext();
  const TlsContext client = clientContext();
  for (const bool polite : {true, false}) {
    connect();
    ASSERT_TRUE(shakeHands(server, client).client);
    if (polite) client_->finish(Clock::now());
    client_.reset();
    Bytes byte(1);
    const auto got = server_->readExactly(byte, Clock::now() + 20s);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::disconnected);
    EXPECT_EQ(got.error().detail, "closed");
  }
}

TEST_F(TlsTest, FilesThatCannotBeUsedAreNamedWithTheRemedy) {
  const auto errorOf = [](const TlsServerOptions& options) {
    const auto made = TlsContext::forServer(options);
    EXPECT_FALSE(made);
    return made ? std::string() : made.error().detail;
  };
  EXPECT_NE(errorOf({folder_.path() / "none", door_.key, "", {}}).find("No such file"), std::string::npos);
  EXPECT_NE(errorOf({door_.key, door_.key, "", {}}).find("no certificate in PEM"), std::string::npos);
  EXPECT_NE(errorOf({door_.certificate, camera_.key, "", {}}).find("is not that of the certificate"),
            std::string::npos);
  const auto garbage = folder_.path() / "garbage";
  ASSERT_TRUE(writeFile(garbage, asBytes("garbage")));
  std::filesystem::permissions(garbage, std::filesystem::perms::owner_read);
  EXPECT_NE(errorOf({door_.certificate, garbage, "", {}}).find("no private key in PEM"), std::string::npos);
  EXPECT_NE(errorOf({door_.certificate, door_.key, garbage, ClientCertificates::required}).find("no certificate"),
            std::string::npos);
  std::filesystem::permissions(door_.key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  EXPECT_NE(errorOf({door_.certificate, door_.key, "", {}}).find("chmod 600"), std::string::npos);
}

TEST(Fingerprint, IsReadAsItIsWrittenAndAsOpensslWritesIt) {
  Fingerprint fingerprint;
  for (std::size_t i = 0; i < fingerprint.bytes.size(); ++i) fingerprint.bytes.at(i) = static_cast<std::byte>(i * 7);
  const std::string text = toText(fingerprint);
  EXPECT_EQ(text.size(), 95u);
  EXPECT_EQ(parseFingerprint(text), fingerprint);
  EXPECT_EQ(parseFingerprint("sha256:" + text), fingerprint);
  std::string bare;
  for (const char letter : text) {
    if (letter != ':') bare += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  EXPECT_EQ(parseFingerprint(bare), fingerprint);
  for (const std::string& wrong : {std::string(), bare.substr(1), bare + "0", "g" + bare.substr(1)}) {
    EXPECT_FALSE(parseFingerprint(wrong)) << wrong;
  }
}

TEST(SelfSigned, RefusesANameThatIsNone) {
  EXPECT_FALSE(makeSelfSigned({}, std::chrono::days(1)));
  const auto made = makeSelfSigned({"door", "a,DNS:evil"}, std::chrono::days(1));
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().detail.find("a,DNS:evil"), std::string::npos);
}

}  // namespace
}  // namespace facewire::net
