#include "facewire/events/event_sinks.hpp"

#include "command_courier.hpp"
#include "mqtt_courier.hpp"
#include "queued_sink.hpp"
#include "webhook_courier.hpp"

namespace facewire::events {

struct EventSinks::Impl {
  std::vector<std::unique_ptr<QueuedSink>> sinks;
};

Result<std::unique_ptr<EventSinks>> EventSinks::start(const EventOptions& options,
                                                      std::shared_ptr<spdlog::logger> log) {
  // All are looked at before the first thread is there.
  std::vector<std::pair<std::string, Result<std::unique_ptr<Courier>>>> couriers;
  if (!options.command.program.empty()) {
    couriers.emplace_back("command", CommandCourier::make(options.command, options.server));
  }
  if (!options.webhook.url.empty()) couriers.emplace_back("webhook", WebhookCourier::make(options));
  if (!options.mqtt.url.empty()) couriers.emplace_back("mqtt", MqttCourier::make(options));
  for (const auto& [name, courier] : couriers) {
    if (!courier) return fail(courier.error());
  }
  auto impl = std::make_unique<Impl>();
  for (auto& [name, courier] : couriers) {
    impl->sinks.push_back(std::make_unique<QueuedSink>(name, std::move(*courier), options.queue, log));
  }
  return std::unique_ptr<EventSinks>(new EventSinks(std::move(impl)));
}

EventSinks::EventSinks(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  for (const auto& sink : impl_->sinks) sinks_.push_back(sink.get());
}

EventSinks::~EventSinks() {
  finish(Clock::now());
}

void EventSinks::setPeople(std::vector<EnrolledPerson> people) {
  for (const auto& sink : impl_->sinks) sink->setPeople(people);
}

std::vector<SinkCounts> EventSinks::counts() const {
  std::vector<SinkCounts> counts;
  for (const auto& sink : impl_->sinks) counts.push_back(sink->counts());
  return counts;
}

void EventSinks::finish(Clock::time_point deadline) {
  // They all end at the same time, and none waits for another.
  for (const auto& sink : impl_->sinks) sink->close(deadline);
  for (const auto& sink : impl_->sinks) sink->join();
}

}  // namespace facewire::events
