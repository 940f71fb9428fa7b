#include "metrics_fixture.hpp"

#include <sstream>
#include <stdexcept>

namespace facewire::test {

Scrape parseScrape(const std::string& text) {
  Scrape scrape;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# HELP ") || line.starts_with("# TYPE ")) continue;
    const std::size_t gap = line.rfind(' ');
    if (gap == std::string::npos) {
      ADD_FAILURE() << "no series: " << line;
      continue;
    }
    const bool isNew = scrape.emplace(line.substr(0, gap), std::stod(line.substr(gap + 1))).second;
    EXPECT_TRUE(isNew) << "told twice: " << line;
  }
  return scrape;
}

std::set<std::string> metricNames(const std::string& text) {
  std::set<std::string> names;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE ")) names.insert(line.substr(7, line.find(' ', 7) - 7));
  }
  return names;
}

std::uint16_t MetricsEndToEnd::port() {
  const std::string before = "metrics on http://127.0.0.1:";
  if (!server().process().waitForError("/metrics\n")) throw std::runtime_error("there is no metrics listener");
  const std::string log = server().process().error();
  return static_cast<std::uint16_t>(std::stoi(log.substr(log.find(before) + before.size())));
}

void MetricsEndToEnd::serve(const std::vector<std::string>& arguments) {
  std::vector<std::string> words{"--metrics-listen", "127.0.0.1:0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  server_ = std::make_unique<ServerProcess>(words);
}

ServerProcess& MetricsEndToEnd::server() {
  if (!server_) serve({});
  return *server_;
}

std::string MetricsEndToEnd::scrapeText() {
  const HttpResponse response = get("/metrics");
  EXPECT_EQ(response.status, 200) << response.head;
  return response.body;
}

client::Client MetricsEndToEnd::connect(std::vector<protocol::Reply> reply, const std::string& token) {
  client::ConnectOptions options;
  options.server = net::TcpEndpoint{"127.0.0.1", server().port()};
  options.reply = std::move(reply);
  options.token = token;
  options.timeout = std::chrono::seconds(60);
  auto client = client::Client::connect(options);
  if (!client) throw std::runtime_error(client.error().detail);
  return std::move(*client);
}

}  // namespace facewire::test
