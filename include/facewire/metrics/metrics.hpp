#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "facewire/metrics/families.hpp"

namespace facewire::metrics {

/// What is asked at every scrape. Nothing is counted here: whoever has something to tell counts it himself, and adds a
/// collector that reads it. Safe for concurrent use.
class Metrics {
 public:
  using Collector = std::function<void(Families&)>;

  /// Keeps a collector asked; when it goes, the collector is not asked any more, nor being asked. Must not outlive the
  /// Metrics.
  class Registration {
   public:
    Registration(Metrics& metrics, std::list<Collector>::iterator place) : metrics_(&metrics), place_(place) {}
    Registration(Registration&& other) noexcept
        : metrics_(std::exchange(other.metrics_, nullptr)), place_(other.place_) {}
    Registration& operator=(Registration&&) = delete;
    ~Registration() {
      if (metrics_) metrics_->remove(place_);
    }

   private:
    Metrics* metrics_;
    std::list<Collector>::iterator place_;
  };

  /// `collector` is called by the thread that scrapes: it must not wait for anything slow, and must not hold up frames.
  [[nodiscard]] Registration add(Collector collector);

  /// What all collectors tell now, as Prometheus reads it.
  std::string text();

 private:
  void remove(std::list<Collector>::iterator place);

  std::mutex mutex_;
  std::list<Collector> collectors_;  ///< guarded by mutex_, which is held while they are asked
};

}  // namespace facewire::metrics
