#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "live_server.hpp"
#include "pictures.hpp"

namespace facewire::test {

/// A server with one limit lowered, a client that comes up against it, and one that must not notice.
class LimitsTest : public testing::Test {
 protected:
  LiveServer& server() {
    if (!server_) server_.emplace(settings_);
    return *server_;
  }
  Result<client::Client> connect() {
    client::ConnectOptions options;
    options.server = server().ipv4();
    options.timeout = std::chrono::seconds(60);
    return client::Client::connect(options);
  }
  static net::MessageStream sayHello(net::MessageStream stream, const std::string& token = "") {
    const std::string hello = R"({"version": 1, "client": "test", "reply": ["faces"], "token": ")" + token + "\"}";
    EXPECT_TRUE(stream.write(protocol::MessageType::hello, asBytes(hello)));
    protocol::Message message;
    EXPECT_TRUE(stream.read(message));
    EXPECT_EQ(message.type, protocol::MessageType::welcome);
    return stream;
  }
  static protocol::ErrorMessage readError(net::MessageStream& stream) {
    protocol::Message message;
    const auto got = stream.read(message);
    EXPECT_TRUE(got) << got.error().detail;
    EXPECT_EQ(message.type, protocol::MessageType::error);
    return protocol::parseError(message.payload).value_or(protocol::ErrorMessage{});
  }
  static void expectClosed(net::MessageStream& stream) {
    protocol::Message message;
    const auto got = stream.read(message);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::disconnected);
  }
  /// One count, one line in the log, and the server goes on.
  void expectReachedOnce(const std::string& limit, std::size_t times = 1) {
    const Bytes picture = portraitJpeg(2, 1);  // drawn first: it takes longer than the least of the limits
    auto other = connect();
    ASSERT_TRUE(other) << other.error().detail;
    EXPECT_TRUE(other->recognise(picture));
    const auto status = other->status();
    ASSERT_TRUE(status);
    EXPECT_EQ(status->at("refusals").at(limit), times);
    EXPECT_EQ(server().countLogLines("limit=" + limit), 1u);
  }

  LiveServer::Settings settings_ = LiveServer::defaults();
  std::optional<LiveServer> server_;
};

}  // namespace facewire::test
