#pragma once

#include <gtest/gtest.h>

#include "facewire/access/token_book.hpp"
#include "key_files.hpp"
#include "live_server.hpp"
#include "pictures.hpp"

namespace facewire::test {

/// A server that asks for tokens, and the tokens of one client of each role.
class AccessTest : public testing::Test {
 protected:
  AccessTest() {
    viewer_ = file_.add("viewer", access::Role::viewer)->token;
    enroller_ = file_.add("enroller", access::Role::enroller)->token;
    admin_ = file_.add("admin", access::Role::admin)->token;
    settings_.server.access.tokens = &book_.emplace(file_, [](const Error& error) { ADD_FAILURE() << error.detail; });
  }

  void useTls(net::ClientCertificates clients = net::ClientCertificates::none) {
    tls_.emplace(net::TlsContext::forServer({door_.certificate, door_.key, camera_.certificate, clients}).value());
    settings_.server.access.tls = &*tls_;
    settings_.server.access.asksForCertificates = clients != net::ClientCertificates::none;
  }
  LiveServer& server() {
    if (!server_) server_.emplace(settings_);
    return *server_;
  }
  Result<client::Client> connect(const std::string& token, std::shared_ptr<const client::ServerTrust> trust = nullptr) {
    client::ConnectOptions options;
    options.server = server().ipv4();
    options.token = token;
    options.trust = std::move(trust);
    options.timeout = std::chrono::seconds(60);
    return client::Client::connect(options);
  }
  std::shared_ptr<const client::ServerTrust> trust(bool showCertificate = false) const {
    client::TrustOptions options;
    options.by = client::TrustOptions::By::fingerprint;
    options.fingerprint = door_.fingerprint;
    if (showCertificate) {
      options.certificate = camera_.certificate;
      options.key = camera_.key;
    }
    return client::ServerTrust::make(options).value();
  }
  void expectRefused(const Result<client::Client>& client, const std::string& reason) {
    ASSERT_FALSE(client);
    EXPECT_EQ(client.error().code, ErrorCode::unauthorised);
    EXPECT_NE(client.error().detail.find(reason), std::string::npos) << client.error().detail;
  }
  template <typename T>
  static bool isUnauthorised(const Result<T>& result) {
    return !result && result.error().code == ErrorCode::unauthorised;
  }

  TemporaryFolder folder_;
  const KeyFiles door_ = makeKeyFiles(folder_.path(), "door");
  const KeyFiles camera_ = makeKeyFiles(folder_.path(), "camera");
  access::TokenFile file_{folder_.path() / "tokens.json"};
  std::string viewer_;
  std::string enroller_;
  std::string admin_;
  std::optional<access::TokenBook> book_;
  std::optional<net::TlsContext> tls_;
  LiveServer::Settings settings_ = LiveServer::defaults();
  std::optional<LiveServer> server_;
};

}  // namespace facewire::test
