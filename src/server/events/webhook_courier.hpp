#pragma once

#include "courier.hpp"
#include "facewire/events/event_options.hpp"
#include "http_client.hpp"
#include "retry_delay.hpp"
#include "url.hpp"

namespace facewire::events {

/// Posts each event to an address, in order, until it is taken, refused for good, or too old.
class WebhookCourier : public Courier {
 public:
  /// Errors: `invalidInput`, naming the setting and the remedy.
  static Result<std::unique_ptr<Courier>> make(const EventOptions& options);

  void run(EventQueue& queue, Trouble& trouble) override;
  std::string receiver() const override { return receiver_; }

 private:
  WebhookCourier(const EventOptions& options, std::string receiver, std::string secret);
  EventQueue::Outcome deliver(const sightings::Event& event, HttpClient& client, EventQueue& queue, Trouble& trouble);
  HttpAnswer post(const sightings::Event& event, const std::string& body, HttpClient& client, const EventQueue& queue);

  const WebhookOptions options_;
  const std::string server_;
  const std::string userAgent_;
  const std::string receiver_;
  const std::string secret_;
  RetryDelay delay_;
};

}  // namespace facewire::events
