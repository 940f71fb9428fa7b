#include "event_metrics.hpp"

namespace facewire::app {

void collectSightings(metrics::Families& families, const sightings::SightingStatus& status) {
  families.gauge("facewire_sightings_open", "People who are before a camera, or were within the cool-down.",
                 static_cast<double>(status.open));
  families.counter("facewire_sightings_dropped_total", "Frames that came faster than sightings could be made of them.",
                   static_cast<double>(status.dropped));
  if (status.kept) {
    families.gauge("facewire_sightings_kept", "Sightings in the database.", static_cast<double>(*status.kept));
  }
}

void collectEvents(metrics::Families& families, const std::vector<events::SinkCounts>& sinks) {
  constexpr const char* kEventsHelp =
      "Events by way out (command, webhook, mqtt) and what became of them: sent, failed (refused or given up), dropped "
      "(never tried).";
  for (const events::SinkCounts& sink : sinks) {
    const auto events = [&](const char* result, std::uint64_t count) {
      families.counter("facewire_events_total", kEventsHelp, static_cast<double>(count),
                       {{"sink", sink.name}, {"result", result}});
    };
    events("sent", sink.sent);
    events("failed", sink.failed);
    events("dropped", sink.dropped);
    families.gauge("facewire_events_queued", "Events that wait for their receiver.", static_cast<double>(sink.queued),
                   {{"sink", sink.name}});
    families.gauge("facewire_events_in_trouble", "1 while the receiver cannot be reached or refuses.",
                   sink.trouble.empty() ? 0 : 1, {{"sink", sink.name}});
  }
}

}  // namespace facewire::app
