#include "facewire/metrics/metrics.hpp"

namespace facewire::metrics {

Metrics::Registration Metrics::add(Collector collector) {
  const std::lock_guard lock(mutex_);
  return {*this, collectors_.insert(collectors_.end(), std::move(collector))};
}

void Metrics::remove(std::list<Collector>::iterator place) {
  const std::lock_guard lock(mutex_);
  collectors_.erase(place);
}

std::string Metrics::text() {
  Families families;
  const std::lock_guard lock(mutex_);
  for (const Collector& collect : collectors_) collect(families);
  return families.text();
}

}  // namespace facewire::metrics
