#pragma once

#include <prometheus/metric_family.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "facewire/base/time_histogram.hpp"

namespace facewire::metrics {

/// By name; no names of people and no names of clients, for whoever may scrape may not know them.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// What one scrape shows, put together series by series. Series of one name may come from anywhere in the collecting;
/// the first gives the help. Confined to one thread.
class Families {
 public:
  /// Only ever goes up; its name ends with _total.
  void counter(const std::string& name, const std::string& help, double value, const Labels& labels = {});
  /// Goes up and down.
  void gauge(const std::string& name, const std::string& help, double value, const Labels& labels = {});
  /// Its name ends with _seconds.
  void histogram(const std::string& name, const std::string& help, const TimeHistogram::Reading& reading,
                 const Labels& labels = {});

  /// Prometheus' text format, version 0.0.4.
  std::string text() const;

 private:
  prometheus::ClientMetric& add(const std::string& name, const std::string& help, prometheus::MetricType type,
                                const Labels& labels);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace facewire::metrics
