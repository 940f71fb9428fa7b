#include <CLI/CLI.hpp>
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <opencv2/core/mat.hpp>

#include "commands.hpp"
#include "event_choice.hpp"
#include "exit_status.hpp"
#include "facewire/image/png_codec.hpp"
#include "log_setup.hpp"
#include "unusable_configuration.hpp"

namespace facewire::app {
namespace {

constexpr std::chrono::seconds kLeastTime{15};

/// Somebody who is nobody. The number is below zero, as no sighting's is, and another one each time, so that no
/// receiver takes it for one that it had.
sightings::Event sampleEvent() {
  const auto now = std::chrono::system_clock::now();
  sightings::Event event;
  event.sighting.id = -std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  event.sighting.person = "Test";
  event.sighting.client = "facewired";
  event.sighting.first = now;
  event.sighting.last = now;
  event.sighting.frames = 1;
  event.sighting.score = 1;
  constexpr int kSide = 64;
  if (auto png = image::encodePng(cv::Mat(kSide, kSide, CV_8UC1, cv::Scalar(128)))) {
    event.picture = std::make_shared<const Bytes>(std::move(*png));
  }
  return event;
}

int report(const std::vector<events::SinkCounts>& all) {
  std::size_t width = 0;
  for (const auto& one : all) width = std::max(width, one.receiver.size());
  bool allTaken = true;
  for (const auto& one : all) {
    const bool isTaken = one.sent == 1;
    allTaken = allTaken && isTaken;
    std::cout << std::left << std::setw(7) << one.name << "  " << std::setw(static_cast<int>(width)) << one.receiver
              << "  " << (isTaken ? "taken" : "not taken: " + (one.trouble.empty() ? "no answer in time" : one.trouble))
              << "\n";
  }
  return allTaken ? kStopped : kFailed;
}

int testEvents(const Options& options) {
  events::EventOptions ways = eventOptions(options);
  // Beside a server that runs: what that one keeps at the broker is its own.
  ways.mqtt.announce = false;
  Logs logs(*parseLogLevels(options.logLevel), options.logFormat);
  spdlog::logger& log = logs.of("events");
  // The reasons are in what is printed; the log would say them twice, unless somebody wants to know more.
  if (log.level() > spdlog::level::debug) log.set_level(spdlog::level::off);
  auto sinks = events::EventSinks::start(ways, log);
  if (!sinks) throw UnusableConfiguration(sinks.error().detail);
  if ((*sinks)->sinks().empty()) {
    throw UnusableConfiguration("events are sent nowhere: give --on-event PROGRAM, --webhook-url URL or --mqtt URL");
  }
  const sightings::Event event = sampleEvent();
  for (sightings::EventSink* sink : (*sinks)->sinks()) sink->take(event);
  (*sinks)->finish(Clock::now() +
                   std::max<Clock::duration>(kLeastTime, options.onEventTimeout + std::chrono::seconds(1)));
  return report((*sinks)->counts());
}

}  // namespace

void addEventsCommand(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("events", "Try out where events are sent to.");
  command->require_subcommand(1);
  command->fallthrough();
  CLI::App* test = command->add_subcommand("test", "Send a sample event every way that is configured.");
  test->footer(
      "Somebody called Test comes to a client called facewired. Says of each way whether\n"
      "the event was taken; the exit status is 0 where all took it. A server that runs is\n"
      "not disturbed.\n\n"
      "  facewired events test --mqtt mqtt://broker.local");
  test->callback([&chosen] { chosen = testEvents; });
}

}  // namespace facewire::app
