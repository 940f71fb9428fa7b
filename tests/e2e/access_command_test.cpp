#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "facewire/base/file.hpp"
#include "pictures.hpp"
#include "process.hpp"
#include "server_process.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {
namespace {

namespace fs = std::filesystem;

std::string wordAfter(const std::string& text, const std::string& label) {
  const auto at = text.find(label);
  if (at == std::string::npos) return "";
  const auto begin = text.find_first_not_of(' ', at + label.size());
  return text.substr(begin, text.find_first_of(" \n", begin) - begin);
}

std::string firstLine(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

/// A data directory, and `facewired WORD --data` on it.
class AccessCommandTest : public testing::Test {
 protected:
  ProcessResult run(std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data_.string()});
    return runProcess(FACEWIRE_SERVER_PROGRAM, words, {.input = "", .environment = {{"FACEWIRE_DATA", ""}}});
  }
  /// The server on that directory.
  std::unique_ptr<ServerProcess> serve(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.end(), {"--data", data_.string()});
    return std::make_unique<ServerProcess>(arguments);
  }
  static unsigned modeOf(const fs::path& file) {
    struct stat status {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
    return status.st_mode & 0777u;
  }
  static ProcessOptions withToken(const std::string& token) {
    return {.input = "", .environment = {{"FACEWIRE_TOKEN", token}}};
  }

  TemporaryFolder folder_;
  fs::path data_ = folder_.path() / "data";
};

TEST_F(AccessCommandTest, KeygenMakesAPairForItsOwnerAloneAndSaysItsFingerprint) {
  const mode_t before = ::umask(0);
  const auto made = run({"keygen", "--name", "door.local"});
  ::umask(before);
  ASSERT_EQ(made.exitStatus, 0) << made.err;
  EXPECT_EQ(wordAfter(made.out, "fingerprint").size(), 95u) << made.out;
  EXPECT_EQ(modeOf(data_), 0700u);
  EXPECT_EQ(modeOf(data_ / "tls-key.pem"), 0600u);
  const auto again = run({"keygen"});
  EXPECT_EQ(again.exitStatus, 1);
  EXPECT_NE(again.err.find("--force"), std::string::npos) << again.err;
  EXPECT_EQ(run({"keygen", "--force"}).exitStatus, 0);
}

TEST_F(AccessCommandTest, TheNetworkIsServedOnlyWithTlsAndTokens) {
  const std::vector<std::string> open{"--listen", "0.0.0.0:0"};
  auto refused = run(open);
  EXPECT_EQ(refused.exitStatus, 2);
  for (const char* word : {"0.0.0.0:0", "TLS and tokens", "facewired keygen", "facewired token add", "--insecure"}) {
    EXPECT_NE(refused.err.find(word), std::string::npos) << refused.err;
  }
  EXPECT_EQ(run({"--check-config", "--listen", "[::]:0"}).exitStatus, 2);
  ASSERT_EQ(run({"keygen"}).exitStatus, 0);
  refused = run(open);
  EXPECT_EQ(refused.exitStatus, 2);
  EXPECT_NE(refused.err.find("without tokens"), std::string::npos) << refused.err;
  ASSERT_EQ(run({"token", "add", "door"}).exitStatus, 0);
  EXPECT_EQ(run({"--check-config", "--listen", "0.0.0.0:0"}).exitStatus, 0);
  auto server = serve({"--listen", "0.0.0.0:0"});
  EXPECT_EQ(server->stop().exitStatus, 0);
  // A token that was revoked is none.
  ASSERT_EQ(run({"token", "revoke", "door"}).exitStatus, 0);
  EXPECT_EQ(run(open).exitStatus, 2);
}

TEST_F(AccessCommandTest, InsecureServesTheNetworkAllTheSameAndSaysSo) {
  auto server = serve({"--listen", "0.0.0.0:0", "--insecure"});
  EXPECT_EQ(runClient({"--server", server->address(), "status"}).exitStatus, 0);
  const auto ended = server->stop();
  EXPECT_NE(ended.err.find("warning access: no TLS, no tokens asked for; INSECURE"), std::string::npos) << ended.err;
}

TEST_F(AccessCommandTest, AClientComesInByFingerprintAndTokenFile) {
  const auto fingerprint = wordAfter(run({"keygen"}).out, "fingerprint");
  const std::string token = firstLine(run({"token", "add", "door", "--role", "admin"}).out);
  const fs::path file = folder_.path() / "token";
  ASSERT_TRUE(writeFile(file, asBytes(token + "\n")));
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  auto server = serve();
  const std::vector<std::string> reach{"--server",  server->address(), "--tls-fingerprint",
                                       fingerprint, "--token-file",    file.string()};
  const auto with = [&](std::vector<std::string> command) {
    command.insert(command.begin(), reach.begin(), reach.end());
    return runClient(command);
  };
  const fs::path picture = folder_.path() / "ada.jpg";
  ASSERT_TRUE(writeFile(picture, portraitJpeg(1, 1)));
  const auto enrolled = with({"enroll", "Ada", picture.string()});
  EXPECT_EQ(enrolled.exitStatus, 0) << enrolled.err;
  const auto recognised = with({"recognize", picture.string()});
  EXPECT_EQ(recognised.exitStatus, 0) << recognised.err;
  EXPECT_NE(recognised.out.find("Ada"), std::string::npos);

  fs::permissions(file, fs::perms::others_read, fs::perm_options::add);
  const auto careless = with({"status"});
  EXPECT_EQ(careless.exitStatus, 2);
  EXPECT_NE(careless.err.find("chmod 600"), std::string::npos) << careless.err;
  const auto ended = server->stop();
  EXPECT_EQ(ended.err.find(token), std::string::npos);
}

TEST_F(AccessCommandTest, WhateverIsWrongWithTheWayInIsStatusFourAndSaysWhat) {
  const auto fingerprint = wordAfter(run({"keygen"}).out, "fingerprint");
  const std::string token = firstLine(run({"token", "add", "door"}).out);
  auto server = serve();
  const auto status = [&](const std::vector<std::string>& how, const std::string& with) {
    std::vector<std::string> words{"--server", server->address()};
    words.insert(words.end(), how.begin(), how.end());
    words.emplace_back("status");
    return runClient(words, withToken(with));
  };
  EXPECT_EQ(status({"--tls-fingerprint", fingerprint}, token).exitStatus, 0);
  const auto expectRefused = [](const ProcessResult& result, const std::string& reason) {
    EXPECT_EQ(result.exitStatus, 4) << result.err;
    EXPECT_NE(result.err.find(reason), std::string::npos) << result.err;
  };
  expectRefused(status({}, token), "speaks TLS");
  expectRefused(status({"--tls"}, token), "--tls-fingerprint");
  expectRefused(status({"--tls-fingerprint", fingerprint}, ""), "FACEWIRE_TOKEN");
  expectRefused(status({"--tls-fingerprint", fingerprint}, "fw_wrong"), "revoked");
  std::string other = fingerprint;
  other.front() = other.front() == 'A' ? 'B' : 'A';
  expectRefused(status({"--tls-fingerprint", other}, token), "somebody may be in between");
  EXPECT_EQ(status({"--tls-fingerprint", "12:34"}, token).exitStatus, 2);
  EXPECT_EQ(status({"--tls-ca", (folder_.path() / "none").string()}, token).exitStatus, 2);
  EXPECT_EQ(status({"--tls-ca", (data_ / "tls-cert.pem").string()}, token).exitStatus, 0);
}

TEST_F(AccessCommandTest, ARevokedTokenEndsAStreamForGood) {
  const std::string token = firstLine(run({"token", "add", "camera"}).out);
  auto server = serve();
  const fs::path picture = folder_.path() / "ada.jpg";
  ASSERT_TRUE(writeFile(picture, portraitJpeg(1, 1)));
  auto bench = startClient({"--server", server->address(), "bench", "--image", picture.string(), "--frames", "1000000"},
                           withToken(token));
  ASSERT_TRUE(server->process().waitForError("joined"));
  ASSERT_EQ(run({"token", "revoke", "camera"}).exitStatus, 0);
  const auto ended = bench->wait();
  EXPECT_FALSE(ended.timedOut);
  EXPECT_EQ(ended.exitStatus, 4) << ended.err;
}

TEST_F(AccessCommandTest, TokensAreListedAndRevokedByName) {
  ASSERT_EQ(run({"token", "add", "front-door"}).exitStatus, 0);
  ASSERT_EQ(run({"token", "add", "boss", "--role", "admin"}).exitStatus, 0);
  const auto listed = run({"token", "list"});
  EXPECT_NE(listed.out.find("front-door  viewer"), std::string::npos) << listed.out;
  EXPECT_NE(listed.out.find("boss        admin"), std::string::npos) << listed.out;
  EXPECT_EQ(run({"token", "add", "boss"}).exitStatus, 1);
  EXPECT_EQ(run({"token", "add", "x", "--role", "root"}).exitStatus, 2);
  EXPECT_EQ(run({"token", "revoke", "nobody"}).exitStatus, 1);
  EXPECT_EQ(run({"token", "revoke", "boss"}).exitStatus, 0);
  EXPECT_EQ(run({"token", "list"}).out.find("boss"), std::string::npos);
}

TEST_F(AccessCommandTest, FilesOfTlsThatCannotBeUsedAreToldAtTheStart) {
  ASSERT_EQ(run({"keygen"}).exitStatus, 0);
  fs::permissions(data_ / "tls-key.pem", fs::perms::others_read, fs::perm_options::add);
  const auto careless = run({"--listen", "127.0.0.1:0"});
  EXPECT_EQ(careless.exitStatus, 2);
  EXPECT_NE(careless.err.find("chmod 600"), std::string::npos) << careless.err;
  ASSERT_TRUE(writeFile(data_ / "tokens.json", asBytes("garbage")));
  const auto damaged = run({"--listen", "127.0.0.1:0", "--tls", "off"});
  EXPECT_EQ(damaged.exitStatus, 2);
  EXPECT_NE(damaged.err.find("tokens.json"), std::string::npos) << damaged.err;
}

}  // namespace
}  // namespace facewire::test
