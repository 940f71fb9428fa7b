#pragma once

#include <vector>

#include "facewire/events/event_sinks.hpp"
#include "facewire/metrics/families.hpp"
#include "facewire/sightings/sighting_book.hpp"

namespace facewire::app {

void collectSightings(metrics::Families& families, const sightings::SightingStatus& status);
void collectEvents(metrics::Families& families, const std::vector<events::SinkCounts>& sinks);

}  // namespace facewire::app
