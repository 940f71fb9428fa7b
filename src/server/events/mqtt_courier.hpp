#pragma once

#include <optional>

#include "courier.hpp"
#include "facewire/events/event_options.hpp"
#include "home_assistant.hpp"
#include "mqtt_connection.hpp"
#include "presence.hpp"
#include "topics.hpp"

namespace facewire::events {

/// Publishes events to a broker, in order, each until the broker has it; and, kept by the broker, who is here now, what
/// Home Assistant needs to show it, and whether we are there at all.
class MqttCourier : public Courier {
 public:
  /// Errors: `invalidInput`, naming the setting and the remedy.
  static Result<std::unique_ptr<Courier>> make(const EventOptions& options);

  void run(EventQueue& queue, Trouble& trouble) override;
  void note(const sightings::Event& event) override;
  void setPeople(const std::vector<EnrolledPerson>& people) override { presence_.setPeople(people); }
  std::string receiver() const override { return target_.name; }

 private:
  MqttCourier(const EventOptions& options, MqttTarget target, Topics topics, std::optional<HomeAssistant> home);

  /// Talks until all is said, which gives no error, or the connection ends.
  Result<void> talk(MqttConnection& connection, EventQueue& queue, Trouble& trouble);
  Result<void> greet(MqttConnection& connection);
  Result<void> tellChanges(MqttConnection& connection);
  Result<void> tellPlace(MqttConnection& connection, const Presence::Place& place);
  Result<void> erase(MqttConnection& connection, const std::string& level, const std::string& id, bool isPersonGone);
  Result<void> eraseStale(MqttConnection& connection);
  /// Whether there may be more to say.
  Result<bool> tellEvents(MqttConnection& connection, EventQueue& queue);
  Result<void> leave(MqttConnection& connection, EventQueue& queue);

  const MqttTarget target_;
  const Topics topics_;
  const std::optional<HomeAssistant> home_;
  const bool announces_;
  const std::string server_;
  Presence presence_;

  // Confined to the thread of run().
  std::optional<sightings::Event> inWork_;
  std::optional<int> inWorkNumber_;  ///< where it was published by this connection
  std::vector<std::string> kept_;    ///< levels that the broker knows from before
  bool hasAskedWhatIsKept_ = false;  ///< by this connection
};

}  // namespace facewire::events
