#include "facewire/metrics/families.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace facewire::metrics {

using prometheus::ClientMetric;
using prometheus::MetricType;

void Families::counter(const std::string& name, const std::string& help, double value, const Labels& labels) {
  add(name, help, MetricType::Counter, labels).counter.value = value;
}

void Families::gauge(const std::string& name, const std::string& help, double value, const Labels& labels) {
  add(name, help, MetricType::Gauge, labels).gauge.value = value;
}

void Families::histogram(const std::string& name, const std::string& help, const TimeHistogram::Reading& reading,
                         const Labels& labels) {
  ClientMetric::Histogram& histogram = add(name, help, MetricType::Histogram, labels).histogram;
  std::uint64_t upToHere = 0;
  for (std::size_t i = 0; i < TimeHistogram::kBounds.size(); ++i) {
    upToHere += reading.counts[i];
    histogram.bucket.push_back({upToHere, TimeHistogram::kBounds[i]});
  }
  histogram.sample_count = reading.total();
  histogram.sample_sum = reading.seconds;
}

std::string Families::text() const {
  return prometheus::TextSerializer().Serialize(families_);
}

ClientMetric& Families::add(const std::string& name, const std::string& help, MetricType type, const Labels& labels) {
  auto family = std::ranges::find(families_, name, &prometheus::MetricFamily::name);
  if (family == families_.end()) family = families_.insert(family, {name, help, type, {}});
  ClientMetric& metric = family->metric.emplace_back();
  for (const auto& [label, value] : labels) metric.label.push_back({label, value});
  return metric;
}

}  // namespace facewire::metrics
