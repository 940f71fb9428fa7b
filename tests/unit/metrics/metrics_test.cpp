#include "facewire/metrics/metrics.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>

namespace facewire::metrics {
namespace {

Metrics::Collector tells(const std::string& name) {
  return [name](Families& families) { families.gauge(name, "Something.", 1); };
}

TEST(Metrics, AskEveryoneInTheOrderTheyCame) {
  Metrics metrics;
  const auto first = metrics.add(tells("first"));
  const auto second = metrics.add(tells("second"));
  const std::string text = metrics.text();
  EXPECT_LT(text.find("first 1\n"), text.find("second 1\n"));
  EXPECT_NE(text.find("second 1\n"), std::string::npos);
}

TEST(Metrics, DoNotAskThoseWhoLeft) {
  Metrics metrics;
  const auto stays = metrics.add(tells("stays"));
  {
    auto leaves = metrics.add(tells("leaves"));
    const auto moved = std::move(leaves);
    EXPECT_NE(metrics.text().find("leaves 1\n"), std::string::npos);
  }
  EXPECT_EQ(metrics.text(), "# HELP stays Something.\n# TYPE stays gauge\nstays 1\n");
}

TEST(Metrics, LetNobodyLeaveWhileAsked) {
  Metrics metrics;
  std::atomic<bool> ends = false;
  std::jthread scraper([&] {
    while (!ends) metrics.text();
  });
  for (int i = 0; i < 300; ++i) {
    // Under a sanitizer an answer from somebody who is gone would show.
    auto number = std::make_unique<int>(i);
    std::optional registration(
        metrics.add([&number](Families& families) { families.gauge("number", "It.", static_cast<double>(*number)); }));
    metrics.text();
    registration.reset();
    number.reset();
  }
  ends = true;
}

}  // namespace
}  // namespace facewire::metrics
