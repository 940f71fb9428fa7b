// What is written about the metrics, held beside a real scrape.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "metrics_fixture.hpp"
#include "pictures.hpp"

namespace facewire::test {
namespace {

using MetricsDocuments = MetricsEndToEnd;

const std::filesystem::path kSource = FACEWIRE_SOURCE_DIR;

std::string readText(const std::filesystem::path& file) {
  std::ifstream in(file);
  EXPECT_TRUE(in) << file;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The metrics that an expression of Prometheus' names, histograms without _bucket and the like.
std::set<std::string> namesIn(const std::string& expression) {
  static const std::regex kName("\\b(facewire|process)_[a-z_]+");
  static const std::regex kPart("_(bucket|sum|count)$");
  std::set<std::string> names;
  for (std::sregex_iterator found(expression.begin(), expression.end(), kName), end; found != end; ++found) {
    names.insert(std::regex_replace(found->str(), kPart, ""));
  }
  return names;
}

/// promtool (Debian's package prometheus) with its input from a file; skips the test where there is none.
#define RUN_PROMTOOL(...)                                                                                 \
  const ProcessResult checked = runProcess("/usr/bin/env", {"promtool", __VA_ARGS__}, options);           \
  if (checked.exitStatus == 127) GTEST_SKIP() << "there is no promtool here: apt-get install prometheus"; \
  EXPECT_EQ(checked.exitStatus, 0) << checked.out << checked.err

TEST_F(MetricsDocuments, ListEveryMetricThereIsAndNoOther) {
  static const std::regex kRow("^\\| `([a-z_]+)` \\| ([CGH]) \\|");
  std::map<std::string, std::string> listed;
  std::istringstream lines(readText(kSource / "docs/metrics.md"));
  for (std::string line; std::getline(lines, line);) {
    std::smatch row;
    if (std::regex_search(line, row, kRow)) listed[row[1]] = row[2];
  }
  serve({"--on-event", "/bin/true"});  // what is told of events is told where they go somewhere
  std::map<std::string, std::string> told;
  std::istringstream scrape(scrapeText());
  for (std::string hash, word, name, type, line; std::getline(scrape, line);) {
    if (!line.starts_with("# TYPE ")) continue;
    std::istringstream(line) >> hash >> word >> name >> type;
    told[name] = std::string(1, static_cast<char>(std::toupper(type.at(0))));
  }
  EXPECT_EQ(listed, told);
}

TEST_F(MetricsDocuments, HaveADashboardThatAsksForWhatThereIs) {
  const auto dashboard = nlohmann::json::parse(readText(kSource / "packaging/grafana/facewire.json"));
  const auto there = metricNames(scrapeText());
  int expressions = 0;
  for (const auto& panel : dashboard.at("panels")) {
    if (!panel.contains("targets")) continue;
    for (const auto& target : panel.at("targets")) {
      const auto names = namesIn(target.at("expr").get<std::string>());
      EXPECT_FALSE(names.empty()) << target;
      for (const std::string& name : names) EXPECT_TRUE(there.contains(name)) << name << " in " << panel.at("title");
      ++expressions;
    }
  }
  EXPECT_GT(expressions, 20);
}

TEST_F(MetricsDocuments, HaveAlertsThatAskForWhatThereIs) {
  const auto there = metricNames(scrapeText());
  static const std::regex kAlertName("alert: .*");
  const auto names =
      namesIn(std::regex_replace(readText(kSource / "packaging/prometheus/facewire.rules.yml"), kAlertName, ""));
  EXPECT_GE(names.size(), 4U);
  for (const std::string& name : names) EXPECT_TRUE(there.contains(name)) << name;
}

TEST_F(MetricsDocuments, AreWhatPromtoolTakesForAGoodScrape) {
  auto client = connect();
  ASSERT_TRUE(client.recognise(portraitJpeg(1, 1)));
  ProcessOptions options;
  options.input = scrapeText();
  RUN_PROMTOOL("check", "metrics");
  EXPECT_EQ(checked.out + checked.err, "");
}

TEST_F(MetricsDocuments, AreWhatPromtoolTakesForRulesAndConfiguration) {
  const ProcessOptions options;
  // It checks the rules that the configuration names as well.
  RUN_PROMTOOL("check", "config", (kSource / "packaging/prometheus/prometheus.yml").string());
}

}  // namespace
}  // namespace facewire::test
