#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>

#include "sink_fixture.hpp"

namespace facewire::events {
namespace {

/// Somebody listens there and says nothing, ever: the system takes up the connections, and nobody accepts them.
class SilentReceiverTest : public SinkFixture, public testing::WithParamInterface<const char*> {
 protected:
  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
};

TEST_P(SilentReceiverTest, KeepsNobodyFromBringingEventsAndFromStopping) {
  const std::string scheme = GetParam();
  const std::string url = scheme + "://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  (scheme.starts_with("mqtt") ? options_.mqtt.url : options_.webhook.url) = url;
  options_.queue = 5;
  start();
  for (int i = 0; i < 100; ++i) take(adaEvent());
  EXPECT_GE(counts().dropped, 94u);
  finish(std::chrono::milliseconds(100));
  EXPECT_EQ(counts().sent, 0u);
  EXPECT_EQ(counts().queued, 0u);
  EXPECT_EQ(counts().failed + counts().dropped, 100u);
}

INSTANTIATE_TEST_SUITE_P(Ways, SilentReceiverTest, testing::Values("http", "https", "mqtt", "mqtts"),
                         [](const auto& way) { return std::string(way.param); });

}  // namespace
}  // namespace facewire::events
