#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <csignal>
#include <fstream>
#include <opencv2/videoio.hpp>
#include <set>

#include "data_fixture.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/protocol/json.hpp"
#include "pictures.hpp"
#include "portraits/names.hpp"
#include "portraits/video.hpp"

namespace facewire::test {

using namespace std::chrono_literals;
using portraits::Video;
using protocol::Json;
using Wall = std::chrono::system_clock;

/// When somebody was in the picture: by the frames, and by the clock.
struct Stay {
  int frames = 0;
  Wall::time_point first = Wall::time_point::max();
  Wall::time_point last;
};

class SightingsEndToEnd : public testing::Test {
 protected:
  void start(std::vector<std::string> arguments = {}) { server_.emplace(std::move(arguments)); }

  /// By pictures of other films than the ones they are shown in.
  void enrol(std::uint64_t person, const std::string& name) {
    auto client = connectTo(*server_);
    const Video film{.people = {person}, .size = {320, 240}, .seed = 9};
    int enrolled = 0;
    for (int i = 40; i < 220; i += 15) {
      enrolled += client.enrol(name, toJpeg(renderVideoFrame(film, i).image), "film", false).has_value();
    }
    ASSERT_GE(enrolled, 5) << name;
  }

  client::Client camera(const std::string& name) const {
    client::ConnectOptions options;
    options.server = net::TcpEndpoint{"127.0.0.1", server_->port()};
    options.name = name;
    options.timeout = 60s;
    auto client = client::Client::connect(options);
    if (!client) throw std::runtime_error(client.error().detail);
    return *std::move(client);
  }

  void show(const std::string& name, std::uint64_t person, int frames = 10) const {
    auto client = camera(name);
    const Video film{.people = {person}, .size = {320, 240}, .seed = 9};
    for (int i = 0; i < frames; ++i) ASSERT_TRUE(client.recognise(toJpeg(renderVideoFrame(film, 100 + i).image)));
  }

  ProcessResult facewire(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--server", server_->address()});
    return runClient(arguments, {.input = {}, .environment = {{"TZ", "Asia/Kolkata"}}});
  }
  std::unique_ptr<Process> watch(std::vector<std::string> arguments = {}) const {
    arguments.insert(arguments.begin(), {"--server", server_->address(), "--json", "watch"});
    auto process = startClient(arguments);
    EXPECT_TRUE(process->waitForError("watching"));
    return process;
  }

  std::vector<Json> sightings(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"--json", "sightings"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProcessResult result = facewire(arguments);
    EXPECT_EQ(result.exitStatus, 0) << result.err;
    return linesOf(result.out);
  }
  static std::vector<Json> linesOf(const std::string& text) {
    std::vector<Json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
    return lines;
  }

  /// As the client writes it where the time zone is 5:30 ahead.
  static Wall::time_point timeOf(const Json& text) {
    std::string iso = text.get<std::string>();
    EXPECT_TRUE(iso.ends_with("+05:30")) << iso;
    iso.replace(iso.size() - 6, 6, "Z");
    const auto time = parseUtc(iso);
    EXPECT_TRUE(time) << iso;
    return time.value_or(Wall::time_point()) - 5h - 30min;
  }

  /// Whether the bytes are in any file of the data directory.
  bool isAnywhere(const std::string& bytes) const {
    for (const auto& [name, content] : filesIn(server_->dataFolder())) {
      if (content.find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  /// The crops, as another program reads them.
  std::vector<std::string> crops() const {
    sqlite3* connection = nullptr;
    sqlite3_open_v2((server_->dataFolder() / "sightings.db").c_str(), &connection, SQLITE_OPEN_READONLY, nullptr);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(connection, "SELECT png FROM pictures", -1, &statement, nullptr), SQLITE_OK);
    std::vector<std::string> found;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      found.emplace_back(static_cast<const char*>(sqlite3_column_blob(statement, 0)),
                         static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
    }
    sqlite3_finalize(statement);
    sqlite3_close(connection);
    return found;
  }

  TemporaryFolder folder_;
  std::optional<ServerProcess> server_;
};

}  // namespace facewire::test
