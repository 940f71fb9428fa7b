#include "facewire/events/event_sinks.hpp"

#include "command_courier.hpp"
#include "mqtt_courier.hpp"
#include "queued_sink.hpp"
#include "webhook_courier.hpp"

namespace facewire::events {

struct EventSinks::Impl {
  std::vector<std::unique_ptr<QueuedSink>> sinks;
};

namespace {

using Couriers = std::vector<std::pair<std::string, std::unique_ptr<Courier>>>;

Result<Couriers> makeCouriers(const EventOptions& options) {
  std::vector<std::pair<std::string, Result<std::unique_ptr<Courier>>>> made;
  if (!options.command.program.empty()) {
    made.emplace_back("command", CommandCourier::make(options.command, options.server));
  }
  if (!options.webhook.url.empty()) made.emplace_back("webhook", WebhookCourier::make(options));
  if (!options.mqtt.url.empty()) made.emplace_back("mqtt", MqttCourier::make(options));
  Couriers couriers;
  for (auto& [name, courier] : made) {
    if (!courier) return fail(courier.error());
    couriers.emplace_back(name, std::move(*courier));
  }
  return couriers;
}

}  // namespace

Result<std::unique_ptr<EventSinks>> EventSinks::start(const EventOptions& options, spdlog::logger& log) {
  auto couriers = makeCouriers(options);
  if (!couriers) return fail(couriers.error());
  auto impl = std::make_unique<Impl>();
  for (auto& [name, courier] : *couriers) {
    impl->sinks.push_back(std::make_unique<QueuedSink>(name, std::move(courier), options.queue, log));
  }
  return std::unique_ptr<EventSinks>(new EventSinks(std::move(impl)));
}

Result<void> EventSinks::check(const EventOptions& options) {
  const auto couriers = makeCouriers(options);
  if (!couriers) return fail(couriers.error());
  return {};
}

EventSinks::EventSinks(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  for (const auto& sink : impl_->sinks) sinks_.push_back(sink.get());
}

EventSinks::~EventSinks() {
  finish(Clock::now());
}

void EventSinks::setPeople(const std::vector<EnrolledPerson>& people) {
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
