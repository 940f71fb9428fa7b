#include "monitoring.hpp"

#include <gtest/gtest.h>

#include "http_request.hpp"
#include "live_server.hpp"

namespace facewire::app {
namespace {

using test::httpRequest;

Options onAnyPort() {
  Options options;
  options.metricsListen = {"127.0.0.1", 0};
  options.metricsListenGiven = true;
  return options;
}

TEST(Monitoring, IsThereBeforeTheGalleryIsOpen) {
  const Monitoring monitoring(onAnyPort());
  const std::uint16_t port = monitoring.address()->port;
  EXPECT_EQ(httpRequest(port, "/readyz").status, 503);
  EXPECT_EQ(httpRequest(port, "/readyz").body, "not ready: the gallery is being opened\n");
  EXPECT_EQ(httpRequest(port, "/healthz").status, 200);
  EXPECT_NE(httpRequest(port, "/metrics").body.find("\nfacewire_ready 0\n"), std::string::npos);
}

TEST(Monitoring, WatchesAServerFromWhenItIsUpUntilItStops) {
  Monitoring monitoring(onAnyPort());
  const std::uint16_t port = monitoring.address()->port;
  test::LiveServer server;
  {
    const Monitoring::Watch watch(monitoring, server.service(), server.server());
    EXPECT_EQ(httpRequest(port, "/readyz").body, "ready\n");
    EXPECT_NE(httpRequest(port, "/metrics").body.find("facewire_clients 0\n"), std::string::npos);
    monitoring.noteStopping();
    EXPECT_EQ(httpRequest(port, "/readyz").body, "not ready: the server is stopping\n");
    EXPECT_NE(httpRequest(port, "/metrics").body.find("facewire_clients 0\n"), std::string::npos);
    server.stop();
    EXPECT_EQ(httpRequest(port, "/healthz").status, 200);
  }
  EXPECT_EQ(httpRequest(port, "/readyz").status, 503);
  EXPECT_EQ(httpRequest(port, "/metrics").body.find("facewire_clients"), std::string::npos);
}

TEST(Monitoring, SaysWhatKeepsAServerFromTakingClients) {
  Monitoring monitoring(onAnyPort());
  test::LiveServer server;
  const Monitoring::Watch watch(monitoring, server.service(), server.server());
  server.stop();  // and nobody asked for it
  const auto ready = httpRequest(monitoring.address()->port, "/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_NE(ready.body.find("cannot accept on 127.0.0.1:"), std::string::npos) << ready.body;
  EXPECT_EQ(httpRequest(monitoring.address()->port, "/healthz").body, "not alive: an accept loop has ended\n");
}

TEST(Monitoring, NeedsTheAddressThatWasGivenButNotTheDefault) {
  const Monitoring first(onAnyPort());
  Options taken = onAnyPort();
  taken.metricsListen = first.address();
  EXPECT_THROW(Monitoring{taken}, std::runtime_error);
  taken.metricsListenGiven = false;
  EXPECT_EQ(Monitoring(taken).address(), std::nullopt);
}

}  // namespace
}  // namespace facewire::app
