#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "facewire/client/client.hpp"
#include "http_request.hpp"
#include "server_process.hpp"

namespace facewire::test {

/// One scrape, as Prometheus would have it: series ("frames_total{result=\"busy\"}") to value.
using Scrape = std::map<std::string, double>;

/// Reads Prometheus' text format; the test fails on a line that is none.
Scrape parseScrape(const std::string& text);

/// The names of the metrics, from their TYPE lines.
std::set<std::string> metricNames(const std::string& text);

/// A real server that shows its metrics on a free port.
class MetricsEndToEnd : public ::testing::Test {
 protected:
  /// Starts the server anew, with more arguments.
  void serve(const std::vector<std::string>& arguments);

  std::string scrapeText();
  Scrape scrape() { return parseScrape(scrapeText()); }
  HttpResponse get(const std::string& path) { return httpRequest(port(), path); }
  std::uint16_t port();

  ServerProcess& server();
  /// Throws std::runtime_error where it is refused.
  client::Client connect(std::vector<protocol::Reply> reply = {protocol::Reply::faces, protocol::Reply::frame},
                         const std::string& token = "");

 private:
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace facewire::test
