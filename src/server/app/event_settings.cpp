#include "setting_kinds.hpp"

namespace facewire::app {
namespace {

Setting onEventArgs() {
  Setting setting{"on_event_args", "TEXT",
                  "What the program is told besides, as it stands here: no shell looks at it. May be repeated."};
  setting.isList = true;
  setting.isText = true;
  setting.set = [](Options& options, std::span<const std::string> values) -> Result<void> {
    options.onEventArgs.assign(values.begin(), values.end());
    return {};
  };
  setting.show = [](const Options& options) { return options.onEventArgs; };
  return setting;
}

/// An empty text would be shown as if nothing were set, and there is a default.
Setting notEmpty(Setting setting) {
  setting.set = [set = setting.set, what = setting.value](Options& options, std::span<const std::string> values) {
    if (values.back().empty()) return Result<void>(expected("a " + what, ""));
    return set(options, values);
  };
  return setting;
}

}  // namespace

std::vector<Setting> eventSettings() {
  return {
      common(
          path("on_event", "PROGRAM",
               "Started whenever somebody comes or leaves, with the event on its standard input as one line of JSON.",
               &Options::onEvent)),
      onEventArgs(),
      seconds("on_event_timeout", "How long it may take before it is killed.", &Options::onEventTimeout),
      common(text("webhook_url", "URL", "Where each event is posted to as JSON: http:// or https://.",
                  &Options::webhookUrl)),
      path("webhook_secret_file", "FILE",
           "What posts are signed with (HMAC-SHA256), so that the receiver knows whose they are; readable by nobody "
           "else.",
           &Options::webhookSecretFile),
      path("webhook_ca", "FILE",
           "Whose certificates the receiver's is believed by (PEM); the system's CAs unless given.",
           &Options::webhookCa),
      toggle("webhook_picture", "Post the face as well, as a PNG in base64.", &Options::webhookPicture),
      seconds("webhook_retry_time", "How long a post is tried again where nobody is there to take it.",
              &Options::webhookRetryTime),
      common(text("mqtt", "URL",
                  "The MQTT broker that events are published to: mqtt://[USER@]HOST[:PORT], or mqtts://.",
                  &Options::mqtt)),
      path("mqtt_password_file", "FILE", "The user's password at the broker; readable by nobody else.",
           &Options::mqttPasswordFile),
      path("mqtt_ca", "FILE", "Whose certificates the broker's is believed by (PEM); the system's CAs unless given.",
           &Options::mqttCa),
      notEmpty(text("mqtt_topic", "TOPIC", "What all topics begin with; of each server at one broker another.",
                    &Options::mqttTopic)),
      notEmpty(text("mqtt_discovery", "TOPIC",
                    "Where Home Assistant looks for what there is; none if it is to find nothing of this.",
                    &Options::mqttDiscovery)),
      whole<std::size_t>("events_queue",
                         "Events that wait for one receiver that is slow or gone; then the oldest is dropped.",
                         &Options::eventsQueue, 1, 1'000'000),
  };
}

}  // namespace facewire::app
