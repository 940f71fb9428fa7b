#include "facewire/metrics/pages.hpp"

#include <gtest/gtest.h>

namespace facewire::metrics {
namespace {

class PagesTest : public testing::Test {
 protected:
  Metrics metrics_;
  std::optional<std::string> whyNotAlive_, whyNotReady_;
  const Pages pages_{metrics_, [this] { return whyNotAlive_; }, [this] { return whyNotReady_; }};
};

TEST_F(PagesTest, ShowTheMetricsInPrometheusFormat) {
  const auto told = metrics_.add([](Families& families) { families.gauge("clients", "Clients.", 3); });
  const HttpAnswer answer = pages_.answer("/metrics");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(answer.body.find("\nclients 3\n"), std::string::npos);
}

TEST_F(PagesTest, TellAliveAndReadyApartWithTheReason) {
  EXPECT_EQ(pages_.answer("/healthz").body, "alive\n");
  EXPECT_EQ(pages_.answer("/readyz").body, "ready\n");
  whyNotReady_ = "the gallery is being opened";
  EXPECT_EQ(pages_.answer("/healthz").status, 200U);
  EXPECT_EQ(pages_.answer("/readyz").status, 503U);
  EXPECT_EQ(pages_.answer("/readyz").body, "not ready: the gallery is being opened\n");
  whyNotAlive_ = "an accept loop has ended";
  EXPECT_EQ(pages_.answer("/healthz").status, 503U);
  EXPECT_EQ(pages_.answer("/healthz").body, "not alive: an accept loop has ended\n");
}

TEST_F(PagesTest, ListWhatThereIsWhereSomethingElseWasAskedFor) {
  for (const char* path : {"/", "", "/metric", "/metrics/", "/../metrics"}) {
    const HttpAnswer answer = pages_.answer(path);
    EXPECT_EQ(answer.status, 404U) << path;
    for (const char* page : {"/metrics", "/healthz", "/readyz"}) {
      EXPECT_NE(answer.body.find(page), std::string::npos) << page;
    }
  }
}

}  // namespace
}  // namespace facewire::metrics
