#include "webhook_courier.hpp"

#include <poll.h>

#include <ctime>

#include "facewire/base/file.hpp"
#include "facewire/base/numbers.hpp"
#include "facewire/events/event_json.hpp"
#include "secret_file.hpp"
#include "signature.hpp"

namespace facewire::events {
namespace {

/// No longer than that, whatever a receiver asks for.
constexpr std::chrono::seconds kLongestRetryAfter{300};

bool isTaken(const HttpAnswer& answer) {
  return answer.status >= 200 && answer.status < 300;
}

bool isWorthRetrying(const HttpAnswer& answer) {
  return answer.status == 0 || answer.status == 429 || answer.status >= 500;
}

std::string describe(const HttpAnswer& answer) {
  if (answer.status == 0) return answer.error;
  std::string text = "the answer is status " + std::to_string(answer.status);
  if (answer.status >= 300 && answer.status < 400) {
    text += ", a redirect, and none is followed: give the address where it ends";
  }
  if (answer.status == 401 || answer.status == 403)
    text += ": look at the secret, and at what the URL says of who asks";
  return text;
}

/// False where the queue was closed meanwhile.
bool waitUnlessClosed(std::chrono::milliseconds time, const EventQueue& queue) {
  const auto until = Clock::now() + time;
  while (!queue.isClosed()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return true;
    pollfd closing{queue.closing(), POLLIN, 0};
    ::poll(&closing, 1, static_cast<int>(left));
  }
  return false;
}

}  // namespace

Result<std::unique_ptr<Courier>> WebhookCourier::make(const EventOptions& options) {
  const WebhookOptions& webhook = options.webhook;
  const auto url = parseUrl(webhook.url);
  if (!url) return fail(ErrorCode::invalidInput, "--webhook-url: " + url.error().detail);
  if (url->scheme != "http" && url->scheme != "https") {
    return fail(ErrorCode::invalidInput,
                "--webhook-url: http:// or https:// is expected, not \"" + url->scheme + "://\"");
  }
  std::string secret;
  if (!webhook.secretFile.empty()) {
    auto read = readSecret("--webhook-secret-file", webhook.secretFile);
    if (!read) return fail(read.error());
    secret = std::move(*read);
  }
  if (!webhook.ca.empty()) {
    constexpr std::size_t kMostBytes = 16u << 20;
    const auto ca = readFile(webhook.ca, kMostBytes);
    if (!ca) return fail(ErrorCode::invalidInput, "--webhook-ca: " + ca.error().detail);
  }
  return std::unique_ptr<Courier>(new WebhookCourier(options, url->withoutSecrets(), std::move(secret)));
}

WebhookCourier::WebhookCourier(const EventOptions& options, std::string receiver, std::string secret)
    : options_(options.webhook),
      server_(options.server),
      userAgent_("facewired/" + options.version),
      receiver_(std::move(receiver)),
      secret_(std::move(secret)),
      delay_(options.webhook.firstRetry) {}

void WebhookCourier::run(EventQueue& queue, Trouble& trouble) {
  HttpClient client(options_.url, options_.ca, userAgent_);
  while (const auto event = queue.waitForNext()) queue.settle(deliver(*event, client, queue, trouble));
}

EventQueue::Outcome WebhookCourier::deliver(const sightings::Event& event, HttpClient& client, EventQueue& queue,
                                            Trouble& trouble) {
  nlohmann::ordered_json json = toJson(event, server_);
  if (options_.picture && event.picture) json["picture"] = toBase64(*event.picture);
  const std::string body = toLine(json);
  const auto giveUp = Clock::now() + options_.retryTime;
  delay_.reset();
  while (true) {
    const HttpAnswer answer = post(event, body, client, queue);
    if (isTaken(answer)) {
      trouble.end();
      return EventQueue::Outcome::sent;
    }
    const std::string what = describe(answer);
    if (!isWorthRetrying(answer)) {
      trouble.begin(what, "the event is not sent again, the next ones are");
      return EventQueue::Outcome::failed;
    }
    const double minutes = std::chrono::duration<double, std::ratio<60>>(options_.retryTime).count();
    trouble.begin(what, "each event is tried again for " + plainNumber(minutes, 2) + " minutes, the next ones wait");
    auto wait = delay_.next();
    if (answer.retryAfter)
      wait = std::max<std::chrono::milliseconds>(wait, std::min(*answer.retryAfter, kLongestRetryAfter));
    if (Clock::now() + wait > giveUp || !waitUnlessClosed(wait, queue)) return EventQueue::Outcome::failed;
  }
}

HttpAnswer WebhookCourier::post(const sightings::Event& event, const std::string& body, HttpClient& client,
                                const EventQueue& queue) {
  const std::string now = std::to_string(std::time(nullptr));
  // No "Expect: 100-continue": simple receivers don't know it, and each large post would wait a second for them.
  std::vector<std::string> headers{"Content-Type: application/json",
                                   "Expect:", "X-Facewire-Event-Id: " + eventId(event), "X-Facewire-Timestamp: " + now};
  if (!secret_.empty()) {
    headers.push_back("X-Facewire-Signature: sha256=" + signatureOf(secret_, now + "." + body));
  }
  return client.post(body, headers, queue);
}

}  // namespace facewire::events
