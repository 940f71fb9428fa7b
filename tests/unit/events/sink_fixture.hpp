#pragma once

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>

#include <cstdlib>
#include <sstream>
#include <thread>

#include "facewire/base/file.hpp"
#include "facewire/events/event_sinks.hpp"
#include "sample_event.hpp"
#include "temporary_folder.hpp"

namespace facewire::events {

/// Sinks as `options_` has them, and what they tell the log.
class SinkFixture : public testing::Test {
 protected:
  SinkFixture() {
    ::setenv("no_proxy", "*", 1);  // the receivers are here, whatever this machine's way to the web is
    options_.server = "pi";
    options_.version = "1.2";
    options_.webhook.firstRetry = std::chrono::milliseconds(10);
    log_.set_level(spdlog::level::debug);
  }

  void start() {
    auto started = EventSinks::start(options_, log_);
    ASSERT_TRUE(started) << started.error().detail;
    sinks_ = std::move(*started);
  }
  void take(const sightings::Event& event) {
    for (sightings::EventSink* sink : sinks_->sinks()) sink->take(event);
  }
  SinkCounts counts() const { return sinks_->counts().at(0); }

  /// Waits, at most half a minute, until what it says of the only sink is so.
  template <typename Condition>
  bool waitUntil(Condition isSo) const {
    const auto deadline = Clock::now() + std::chrono::seconds(30);
    while (!isSo(counts())) {
      if (Clock::now() > deadline) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
  }
  bool waitUntilSent(std::uint64_t events) const {
    return waitUntil([events](const SinkCounts& now) { return now.sent >= events; });
  }
  void finish(std::chrono::milliseconds time = std::chrono::seconds(30)) { sinks_->finish(Clock::now() + time); }

  /// After finish().
  std::string logged() const { return text_.str(); }
  std::size_t linesWith(const std::string& words) const {
    std::istringstream lines(text_.str());
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);) count += line.find(words) != std::string::npos;
    return count;
  }
  std::string errorOfStart() const {
    const auto started = EventSinks::check(options_);
    return started ? "" : started.error().detail;
  }

  std::filesystem::path write(const std::string& name, const std::string& text, unsigned mode = 0600) const {
    const auto file = folder_.path() / name;
    EXPECT_TRUE(replacePrivateFile(file, asBytes(text)));
    std::filesystem::permissions(file, std::filesystem::perms(mode));
    return file;
  }

  test::TemporaryFolder folder_;
  EventOptions options_;

 private:
  std::ostringstream text_;  // outlives the sinks, as the log does
  spdlog::logger log_{"test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_)};

 protected:
  std::unique_ptr<EventSinks> sinks_;
};

}  // namespace facewire::events
