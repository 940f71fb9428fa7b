#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "access_fixture.hpp"

namespace facewire::test {
namespace {

using namespace std::chrono_literals;
using access::Role;
using client::TrustOptions;
using protocol::Message;
using protocol::MessageType;

TEST_F(AccessTest, NobodyGetsInWithoutAToken) {
  expectRefused(connect(""), "asks for a token");
  expectRefused(connect("fw_wrong"), "none of this server's");
  auto plain = server().connectSilently();
  ASSERT_TRUE(plain.write(MessageType::frame, portraitJpeg(1, 1)));
  Message message;
  EXPECT_EQ(plain.read(message).error().code, ErrorCode::disconnected);
  auto curious = server().connectSilently();
  ASSERT_TRUE(curious.write(MessageType::request, asBytes(R"({"id": 1, "op": "people"})")));
  ASSERT_TRUE(curious.read(message));
  EXPECT_EQ(message.type, MessageType::error);
  EXPECT_EQ(protocol::parseError(message.payload)->error.code, ErrorCode::unauthorised);
}

TEST_F(AccessTest, ATokenOpensWhatItsRoleMayAndNoMore) {
  const Bytes picture = portraitJpeg(1, 1);
  auto viewer = connect(viewer_);
  ASSERT_TRUE(viewer) << viewer.error().detail;
  EXPECT_EQ(viewer->welcome().role, "viewer");
  EXPECT_TRUE(viewer->recognise(picture));
  EXPECT_TRUE(viewer->status());
  EXPECT_TRUE(isUnauthorised(viewer->listPeople()));
  EXPECT_TRUE(isUnauthorised(viewer->explain(picture)));
  EXPECT_TRUE(isUnauthorised(viewer->enrol("Ada", picture, "", false)));

  auto enroller = connect(enroller_);
  ASSERT_TRUE(enroller);
  EXPECT_TRUE(enroller->enrol("Ada", picture, "", false));
  EXPECT_TRUE(enroller->listPeople());
  EXPECT_TRUE(isUnauthorised(enroller->removePerson("Ada")));
  EXPECT_TRUE(isUnauthorised(enroller->renamePerson("Ada", "Bob")));
  EXPECT_TRUE(isUnauthorised(enroller->removeSample(1)));
  EXPECT_TRUE(isUnauthorised(enroller->calibrate(0.01, true, 60s)));
  EXPECT_TRUE(isUnauthorised(enroller->resetCalibration()));

  auto admin = connect(admin_);
  ASSERT_TRUE(admin);
  EXPECT_TRUE(admin->renamePerson("Ada", "Ada L"));
  EXPECT_EQ(admin->removePerson("Ada L"), 1u);
  // Refusals ended nothing.
  EXPECT_TRUE(viewer->recognise(picture));
  EXPECT_TRUE(enroller->listPeople());
}

TEST_F(AccessTest, ARefusedEnrolmentsFrameIsNotTakenForAFrameOfItsOwn) {
  auto viewer = connect(viewer_);
  ASSERT_TRUE(viewer);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(isUnauthorised(viewer->enrol("Ada", portraitJpeg(1, 1), "", false)));
  const auto answer = viewer->recognise(portraitJpeg(1, 1));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->faces->frame, 0);
}

TEST_F(AccessTest, ARevokedTokenEndsItsConnectionsAndNoOthers) {
  auto viewer = connect(viewer_);
  auto admin = connect(admin_);
  ASSERT_TRUE(viewer && admin);
  ASSERT_TRUE(file_.revoke("viewer"));
  const auto deadline = Clock::now() + 20s;
  auto answer = viewer->recognise(portraitJpeg(1, 1));
  while (answer && Clock::now() < deadline) answer = viewer->recognise(portraitJpeg(1, 1));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::unauthorised);
  EXPECT_NE(answer.error().detail.find("revoked"), std::string::npos) << answer.error().detail;
  EXPECT_FALSE(viewer->isOpen());
  EXPECT_TRUE(admin->listPeople());
  expectRefused(connect(viewer_), "revoked");
}

TEST_F(AccessTest, ATokenRevokedWhileAFrameIsInWorkIsSaidToBeRevoked) {
  auto viewer = connect(viewer_);
  ASSERT_TRUE(viewer);
  const Bytes large = portraitJpeg(1, 1, {2400, 1800});
  const std::jthread revoker([&] {
    std::this_thread::sleep_for(30ms);
    EXPECT_TRUE(file_.revoke("viewer"));
    const auto deadline = Clock::now() + 20s;
    while (book_->find(viewer_) && Clock::now() < deadline) std::this_thread::sleep_for(5ms);
  });
  const auto deadline = Clock::now() + 20s;
  auto answer = viewer->recognise(large);
  while (answer && Clock::now() < deadline) {
    std::this_thread::sleep_for(50ms);
    answer = viewer->recognise(large);
  }
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::unauthorised);
  EXPECT_NE(answer.error().detail.find("revoked"), std::string::npos) << answer.error().detail;
}

TEST_F(AccessTest, TheFirstTokenEndsWhatWasOpenUntilThen) {
  std::filesystem::remove(file_.path());
  book_.emplace(file_, [](const Error& error) { ADD_FAILURE() << error.detail; });
  auto early = connect("");
  ASSERT_TRUE(early) << early.error().detail;
  EXPECT_EQ(early->welcome().role, "admin");
  ASSERT_TRUE(file_.add("boss", Role::admin));
  const auto deadline = Clock::now() + 20s;
  auto people = early->listPeople();
  while (people && Clock::now() < deadline) people = early->listPeople();
  ASSERT_FALSE(people);
  EXPECT_EQ(people.error().code, ErrorCode::unauthorised);
  expectRefused(connect(""), "asks for a token");
}

TEST_F(AccessTest, WhoeverGuessesHasToWaitAndNobodyElse) {
  settings_.server.limits.maxLoginFailures = 3;
  auto before = connect(admin_);
  ASSERT_TRUE(before);
  for (int i = 0; i < 3; ++i) expectRefused(connect("fw_guess" + std::to_string(i)), "none of this server's");
  // Even with the right one: or guessing would go on.
  expectRefused(connect(admin_), "too many log-ins from this address failed");
  EXPECT_TRUE(before->listPeople());
  const auto status = before->status();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->at("refusals").at("failed_logins"), 3);
  EXPECT_EQ(status->at("refusals").at("max_login_failures"), 1);
}

TEST_F(AccessTest, NoTokenIsEverInTheLog) {
  ASSERT_TRUE(connect(admin_));
  ASSERT_FALSE(connect("fw_secret_of_another_server"));
  server().stop();
  for (const std::string& line : server().logLines()) {
    EXPECT_EQ(line.find(admin_), std::string::npos) << line;
    EXPECT_EQ(line.find("fw_secret"), std::string::npos) << line;
  }
  EXPECT_EQ(server().countLogLines("token=\"admin\""), 2u);
}

TEST_F(AccessTest, TheServersOwnUserNeedsNoTokenOnTheUnixSocket) {
  useTls();
  auto plain = server().connectSilently(server().unixSocket());
  ASSERT_TRUE(plain.write(MessageType::frame, portraitJpeg(1, 1)));
  Message message;
  ASSERT_TRUE(plain.read(message));
  EXPECT_EQ(message.type, MessageType::frame);
  server().stop();
  EXPECT_EQ(server().countLogLines("joined peer=unix:uid=" + std::to_string(::geteuid())), 1u);
}

TEST_F(AccessTest, SpeaksTlsWithWhoeverKnowsItsFingerprint) {
  useTls();
  auto admin = connect(admin_, trust());
  ASSERT_TRUE(admin) << admin.error().detail;
  EXPECT_TRUE(admin->recognise(portraitJpeg(1, 1)));
  expectRefused(connect(admin_), "this server speaks TLS");

  TrustOptions wrong;
  wrong.by = TrustOptions::By::fingerprint;
  wrong.fingerprint = camera_.fingerprint;
  const auto mistrusting = connect(admin_, client::ServerTrust::make(wrong).value());
  ASSERT_FALSE(mistrusting);
  EXPECT_EQ(mistrusting.error().code, ErrorCode::untrusted);
}

TEST_F(AccessTest, AServerWithoutTlsIsToldFromOneWithIt) {
  const auto client = connect(admin_, trust());
  ASSERT_FALSE(client);
  server().stop();
  EXPECT_EQ(server().countLogLines("the peer speaks TLS, and this end does not"), 1u);
}

TEST_F(AccessTest, PlainModeWorksInsideTlsWithAClientCertificate) {
  useTls(net::ClientCertificates::required);
  auto connection = net::Connection::connect(server().ipv4(), 10s).value();
  const auto trusting = trust(true);
  ASSERT_TRUE(connection.startTls(trusting->context(), "", Clock::now() + 20s));
  net::MessageStream plain(std::move(connection), {});
  ASSERT_TRUE(plain.write(MessageType::frame, portraitJpeg(1, 1)));
  Message message;
  ASSERT_TRUE(plain.read(message));
  EXPECT_EQ(message.type, MessageType::frame);

  // The certificate is a viewer's; a token raises that.
  auto viewer = connect("", trust(true));
  ASSERT_TRUE(viewer) << viewer.error().detail;
  EXPECT_EQ(viewer->welcome().role, "viewer");
  EXPECT_TRUE(isUnauthorised(viewer->listPeople()));
  auto admin = connect(admin_, trust(true));
  ASSERT_TRUE(admin);
  EXPECT_TRUE(admin->listPeople());

  const auto without = connect(admin_, trust(false));
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, ErrorCode::untrusted) << without.error().detail;
}

TEST_F(AccessTest, WhereCertificatesAreOptionalATokenWillDo) {
  useTls(net::ClientCertificates::optional);
  EXPECT_TRUE(connect(viewer_, trust(false)));
  EXPECT_TRUE(connect("", trust(true)));
  expectRefused(connect("", trust(false)), "asks for a token");
}

TEST_F(AccessTest, AServerIsTrustedOnFirstUseAndAnotherInItsPlaceIsNot) {
  useTls();
  TrustOptions options;
  options.by = TrustOptions::By::firstUse;
  options.knownServers = folder_.path() / "known" / "servers";
  int told = 0;
  options.onFirstUse = [&](const net::Endpoint&, const net::Fingerprint& fingerprint) {
    ++told;
    EXPECT_EQ(fingerprint, door_.fingerprint);
  };
  const auto trusting = client::ServerTrust::make(options).value();
  ASSERT_TRUE(connect(admin_, trusting));
  ASSERT_TRUE(connect(admin_, trusting));
  EXPECT_EQ(told, 1);
  const net::TlsPeer impostor{camera_.fingerprint, "door", false};
  const auto judged = trusting->judge(server().ipv4(), impostor);
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().code, ErrorCode::untrusted);
  EXPECT_NE(judged.error().detail.find("somebody may be in between"), std::string::npos);
}

TEST_F(AccessTest, AllClientsOnTlsAreAnsweredAtOnce) {
  useTls();
  constexpr int kClients = 8;
  constexpr int kFrames = 10;
  const auto trusting = trust();
  const Bytes picture = portraitJpeg(1, 1);
  std::atomic<int> answered = 0;
  server();
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([&] {
        auto client = connect(viewer_, trusting);
        ASSERT_TRUE(client) << client.error().detail;
        std::jthread sender([&] {
          for (int frame = 0; frame < kFrames; ++frame) ASSERT_TRUE(client->sendFrame(picture));
        });
        for (int frame = 0; frame < kFrames; ++frame) {
          const auto answer = client->receiveAnswer();
          ASSERT_TRUE(answer) << answer.error().detail;
          ++answered;
        }
      });
    }
  }
  EXPECT_EQ(answered, kClients * kFrames);
}

}  // namespace
}  // namespace facewire::test
