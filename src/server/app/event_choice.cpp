#include "event_choice.hpp"

#include <unistd.h>

#include <array>

#include "unusable_configuration.hpp"

namespace facewire::app {
namespace {

std::string machineName() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

/// Known strangers are never named, so nobody is told of them by name.
std::vector<events::EnrolledPerson> peopleOf(const gallery::GallerySnapshot& snapshot) {
  std::vector<events::EnrolledPerson> people;
  for (const auto& [id, person] : snapshot.people) {
    if (!person->stranger) people.push_back({id, person->name});
  }
  return people;
}

}  // namespace

events::EventOptions eventOptions(const Options& options) {
  events::EventOptions out;
  out.command = {options.onEvent, options.onEventArgs, options.onEventTimeout};
  out.webhook.url = options.webhookUrl;
  out.webhook.secretFile = options.webhookSecretFile;
  out.webhook.ca = options.webhookCa;
  out.webhook.picture = options.webhookPicture;
  out.webhook.retryTime = options.webhookRetryTime;
  out.mqtt.url = options.mqtt;
  out.mqtt.passwordFile = options.mqttPasswordFile;
  out.mqtt.ca = options.mqttCa;
  out.mqtt.topic = options.mqttTopic;
  out.mqtt.discovery = options.mqttDiscovery;
  out.queue = options.eventsQueue;
  out.server = machineName();
  out.version = FACEWIRE_VERSION;
  return out;
}

std::unique_ptr<events::EventSinks> makeEventSinks(const Options& options, spdlog::logger& log) {
  auto sinks = events::EventSinks::start(eventOptions(options), log);
  if (!sinks) throw UnusableConfiguration(sinks.error().detail);
  return std::move(*sinks);
}

FollowedPeople::FollowedPeople(gallery::Gallery& gallery, events::EventSinks& sinks) : gallery_(gallery) {
  if (sinks.sinks().empty()) return;
  gallery_.follow([&sinks](const gallery::GallerySnapshot& snapshot) { sinks.setPeople(peopleOf(snapshot)); });
}

FollowedPeople::~FollowedPeople() {
  gallery_.follow(nullptr);
}

void checkEventSinks(const Options& options) {
  if (const auto good = events::EventSinks::check(eventOptions(options)); !good) {
    throw UnusableConfiguration(good.error().detail);
  }
}

}  // namespace facewire::app
