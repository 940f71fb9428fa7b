#include "mqtt_courier.hpp"

#include <poll.h>
#include <resolv.h>

#include <utility>

#include "facewire/events/event_json.hpp"
#include "retry_delay.hpp"

namespace facewire::events {
namespace {

constexpr std::chrono::milliseconds kFirstRetry{1'000};
constexpr std::chrono::seconds kLogInTime{10};

/// A look-up cannot be cut off, and a server that stops waits for it: of each name server two tries of a second.
void shortenLookUps() {
  if (res_init() != 0) return;
  _res.retrans = 1;
  _res.retry = 2;
}

void waitUnlessClosed(std::chrono::milliseconds time, const EventQueue& queue) {
  pollfd closing{queue.closing(), POLLIN, 0};
  ::poll(&closing, 1, static_cast<int>(time.count()));
}

template <typename T>
Result<void> withoutValue(const Result<T>& result) {
  if (!result) return fail(result.error());
  return {};
}

}  // namespace

Result<std::unique_ptr<Courier>> MqttCourier::make(const EventOptions& options) {
  auto target = readTarget(options.mqtt);
  if (!target) return fail(target.error());
  auto prefix = readTopicPrefix("--mqtt-topic", options.mqtt.topic);
  if (!prefix) return fail(prefix.error());
  Topics topics(*prefix);
  std::optional<HomeAssistant> home;
  if (!options.mqtt.discovery.empty() && options.mqtt.discovery != "none") {
    auto discovery = readTopicPrefix("--mqtt-discovery", options.mqtt.discovery);
    if (!discovery) return fail(discovery.error());
    home.emplace(*discovery, topics, options.version);
  }
  return std::unique_ptr<Courier>(new MqttCourier(options, std::move(*target), std::move(topics), std::move(home)));
}

MqttCourier::MqttCourier(const EventOptions& options, MqttTarget target, Topics topics,
                         std::optional<HomeAssistant> home)
    : target_(std::move(target)),
      topics_(std::move(topics)),
      home_(std::move(home)),
      announces_(options.mqtt.announce),
      server_(options.server) {}

void MqttCourier::note(const sightings::Event& event) {
  if (announces_) presence_.take(event, toLine(toJson(event, server_)));
}

void MqttCourier::run(EventQueue& queue, Trouble& trouble) {
  shortenLookUps();
  RetryDelay delay(kFirstRetry);
  const MqttConnection::Will will{topics_.availability(), "offline"};
  while (true) {
    kept_.clear();
    hasAskedWhatIsKept_ = false;
    inWorkNumber_.reset();
    presence_.forgetWhatWasTold();
    MqttConnection connection(target_, announces_ ? &will : nullptr, [this](const std::string& topic, bool isEmpty) {
      if (const auto level = topics_.levelInState(topic); level && !isEmpty) kept_.push_back(*level);
    });
    const auto talked = talk(connection, queue, trouble);
    if (talked) return;
    trouble.begin(talked.error().detail, "events wait until the broker is there");
    if (queue.isClosed()) return;
    if (connection.isUp()) delay.reset();
    waitUnlessClosed(delay.next(), queue);
    if (queue.isClosed()) return;
  }
}

Result<void> MqttCourier::talk(MqttConnection& connection, EventQueue& queue, Trouble& trouble) {
  const auto logInBy = Clock::now() + kLogInTime;
  bool isGreeted = false;
  if (auto opened = connection.open(); !opened) return opened;
  while (!queue.isPastDeadline()) {
    queue.heed();
    if (connection.isUp()) {
      if (!std::exchange(isGreeted, true)) {
        if (auto greeted = greet(connection); !greeted) return greeted;
        trouble.end();
      }
      if (auto told = tellChanges(connection); !told) return told;
      const auto more = tellEvents(connection, queue);
      if (!more) return withoutValue(more);
      if (!*more && queue.isClosed()) return leave(connection, queue);
    } else if (Clock::now() >= logInBy) {
      return fail(ErrorCode::timeout, "no answer within 10 s");
    }
    const auto until = connection.isUp() ? queue.deadline() : std::min(logInBy, queue.deadline());
    if (auto worked = connection.wait(queue, until); !worked) return worked;
  }
  return {};
}

Result<void> MqttCourier::greet(MqttConnection& connection) {
  if (!announces_) return {};
  if (home_) {
    for (const auto& configuration : {home_->event(), home_->strangers()}) {
      const auto told = connection.publish(configuration.topic, toLine(configuration.payload), true);
      if (!told) return withoutValue(told);
    }
  }
  return withoutValue(connection.publish(topics_.availability(), "online", true));
}

Result<void> MqttCourier::tellChanges(MqttConnection& connection) {
  if (!announces_) return {};
  if (presence_.knowsPeople() && !std::exchange(hasAskedWhatIsKept_, true)) {
    if (auto asked = connection.subscribe(topics_.allStates()); !asked) return asked;
  }
  const Presence::Changes changes = presence_.takeChanges();
  for (const Presence::Gone& gone : changes.gone) {
    if (auto erased = erase(connection, gone.level, gone.id, gone.isPersonGone); !erased) return erased;
  }
  for (const Presence::Place& place : changes.places) {
    if (auto told = tellPlace(connection, place); !told) return told;
  }
  return eraseStale(connection);
}

Result<void> MqttCourier::tellPlace(MqttConnection& connection, const Presence::Place& place) {
  if (!place.isAnnounced && home_ && !place.id.empty()) {
    const auto configuration = home_->person(place.name, place.id, place.level);
    const auto told = connection.publish(configuration.topic, toLine(configuration.payload), true);
    if (!told) return withoutValue(told);
  }
  if (!place.attributes.empty()) {
    const auto told = connection.publish(topics_.attributes(place.level), place.attributes, true);
    if (!told) return withoutValue(told);
  }
  return withoutValue(connection.publish(topics_.state(place.level), place.isHere ? "ON" : "OFF", true));
}

Result<void> MqttCourier::erase(MqttConnection& connection, const std::string& level, const std::string& id,
                                bool isPersonGone) {
  std::vector<std::string> topics{topics_.state(level), topics_.attributes(level)};
  if (isPersonGone && home_) topics.insert(topics.begin(), home_->personTopic(id));
  for (const std::string& topic : topics) {
    const auto told = connection.publish(topic, "", true);
    if (!told) return withoutValue(told);
  }
  return {};
}

Result<void> MqttCourier::eraseStale(MqttConnection& connection) {
  for (const std::string& level : std::exchange(kept_, {})) {
    const auto id = idInLevel(level);
    if (!id || presence_.hasLevel(level)) continue;
    if (auto erased = erase(connection, level, *id, !presence_.hasId(*id)); !erased) return erased;
  }
  return {};
}

Result<bool> MqttCourier::tellEvents(MqttConnection& connection, EventQueue& queue) {
  if (inWork_ && inWorkNumber_ && connection.isAcknowledged(*inWorkNumber_)) {
    queue.settle(EventQueue::Outcome::sent);
    inWork_.reset();
    inWorkNumber_.reset();
  }
  if (!inWork_) inWork_ = queue.take();
  if (inWork_ && !inWorkNumber_) {
    const auto number = connection.publish(topics_.event(), toLine(toJson(*inWork_, server_)), false);
    if (!number) return fail(number.error());
    inWorkNumber_ = *number;
  }
  return inWork_.has_value();
}

Result<void> MqttCourier::leave(MqttConnection& connection, EventQueue& queue) {
  if (announces_) {
    const auto told = connection.publish(topics_.availability(), "offline", true);
    if (!told) return withoutValue(told);
  }
  while (!connection.isSettled() && !queue.isPastDeadline()) {
    if (auto worked = connection.wait(queue, queue.deadline()); !worked) return worked;
  }
  connection.disconnect();
  while (connection.isOpen() && !queue.isPastDeadline()) {
    // The broker closes once it has heard us.
    if (!connection.wait(queue, queue.deadline())) break;
  }
  return {};
}

}  // namespace facewire::events
