#include "mqtt_connection.hpp"

#include <mosquitto.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <random>
#include <stdexcept>

namespace facewire::events {
namespace {

constexpr int kKeepAliveSeconds = 30;
/// libmosquitto does not say whether a TLS handshake waits for us or for the broker, so it is asked that often.
constexpr std::chrono::milliseconds kHandshakeStep{20};

void setUpMosquitto() {
  static const int done = mosquitto_lib_init();
  if (done != MOSQ_ERR_SUCCESS) throw std::runtime_error("libmosquitto cannot be set up");
}

/// Of each connection its own: brokers end the older of two connections of one name.
mosquitto* makeClient(void* self) {
  setUpMosquitto();
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device random;
  std::string name = "facewired-";
  for (int i = 0; i < 10; ++i) name += kLetters[random() % kLetters.size()];
  mosquitto* client = mosquitto_new(name.c_str(), true, self);
  if (!client) throw std::runtime_error("libmosquitto gives no client");
  return client;
}

bool secure(mosquitto* client, const MqttTarget& target) {
  if (!target.tls) return true;
  if (!target.ca.empty()) {
    return mosquitto_tls_set(client, target.ca.c_str(), nullptr, nullptr, nullptr, nullptr) == MOSQ_ERR_SUCCESS;
  }
  return mosquitto_int_option(client, MOSQ_OPT_TLS_USE_OS_CERTS, 1) == MOSQ_ERR_SUCCESS;
}

}  // namespace

MqttConnection::MqttConnection(MqttTarget target, const Will* will, OnRetained onRetained)
    : target_(std::move(target)), onRetained_(std::move(onRetained)), native_(makeClient(this)) {
  bool isGood = secure(native_, target_);
  if (!target_.user.empty()) {
    const char* password = target_.password.empty() ? nullptr : target_.password.c_str();
    isGood = isGood && mosquitto_username_pw_set(native_, target_.user.c_str(), password) == MOSQ_ERR_SUCCESS;
  }
  if (will) {
    isGood = isGood && mosquitto_will_set(native_, will->topic.c_str(), static_cast<int>(will->payload.size()),
                                          will->payload.data(), 1, true) == MOSQ_ERR_SUCCESS;
  }
  if (!isGood) {
    mosquitto_destroy(native_);
    throw std::runtime_error("libmosquitto takes neither user, CA nor topic for " + target_.name);
  }
  mosquitto_connect_callback_set(native_, &MqttConnection::onConnect);
  mosquitto_publish_callback_set(native_, &MqttConnection::onPublish);
  mosquitto_message_callback_set(native_, &MqttConnection::onMessage);
  mosquitto_log_callback_set(native_, &MqttConnection::onLog);
}

MqttConnection::~MqttConnection() {
  mosquitto_destroy(native_);
}

void MqttConnection::onConnect(mosquitto*, void* self, int code) {
  auto& connection = *static_cast<MqttConnection*>(self);
  connection.isUp_ = code == 0;
  if (code == 0) return;
  connection.refusal_ = mosquitto_connack_string(code);
  if (connection.refusal_.ends_with('.')) connection.refusal_.pop_back();
}

void MqttConnection::onPublish(mosquitto*, void* self, int number) {
  static_cast<MqttConnection*>(self)->pending_.erase(number);
}

void MqttConnection::onMessage(mosquitto*, void* self, const mosquitto_message* message) {
  const auto& connection = *static_cast<MqttConnection*>(self);
  if (message->retain && connection.onRetained_) connection.onRetained_(message->topic, message->payloadlen == 0);
}

void MqttConnection::onLog(mosquitto*, void* self, int level, const char* text) {
  // "OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed"
  const std::string_view line = text;
  if (level != MOSQ_LOG_ERR || !line.starts_with("OpenSSL")) return;
  static_cast<MqttConnection*>(self)->tlsFailure_ = line.substr(line.rfind(':') + 1);
}

tl::unexpected<Error> MqttConnection::failure(int code) const {
  std::string why = code == MOSQ_ERR_ERRNO ? std::strerror(errno) : mosquitto_strerror(code);
  if (why.ends_with('.')) why.pop_back();
  if (code == MOSQ_ERR_EAI) why = "there is no such host";
  if (!tlsFailure_.empty()) {
    why = "TLS: " + tlsFailure_ + "; what is wanted is a certificate for \"" + target_.host + "\" that " +
          (target_.ca.empty() ? "the system's CAs vouch for" : target_.ca.string() + " vouches for");
  }
  if (!refusal_.empty()) why = refusal_;
  return fail(ErrorCode::unreachable, why);
}

Result<void> MqttConnection::open() {
  // A queue of errors that others left on this thread would be taken for ours.
  ERR_clear_error();
  const int code = mosquitto_connect_async(native_, target_.host.c_str(), target_.port, kKeepAliveSeconds);
  if (code != MOSQ_ERR_SUCCESS) return failure(code);
  return {};
}

Result<void> MqttConnection::wait(EventQueue& queue, Clock::time_point until) {
  const bool isShakingHands = isReachable_ && !isUp_ && target_.tls;
  if (isShakingHands) until = std::min(until, Clock::now() + kHandshakeStep);
  until = std::min(until, Clock::now() + std::chrono::seconds(1));  // for the library's pings
  const bool wantsToWrite = !isReachable_ || (!isShakingHands && mosquitto_want_write(native_));
  std::array<pollfd, 3> watched{
      {{mosquitto_socket(native_), static_cast<short>(wantsToWrite ? POLLIN | POLLOUT : POLLIN), 0},
       {queue.arrivals(), POLLIN, 0},
       {queue.isClosed() ? -1 : queue.closing(), POLLIN, 0}}};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
  ::poll(watched.data(), watched.size(), static_cast<int>(std::max<long long>(left, 0)));
  short ready = watched[0].revents;
  if (isShakingHands && mosquitto_want_write(native_)) ready = static_cast<short>(ready | POLLOUT);
  return work(ready);
}

Result<void> MqttConnection::work(short ready) {
  int code = MOSQ_ERR_SUCCESS;
  if ((ready & POLLOUT) != 0) {
    if (!isReachable_) {
      int reason = 0;
      socklen_t size = sizeof reason;
      ::getsockopt(mosquitto_socket(native_), SOL_SOCKET, SO_ERROR, &reason, &size);
      if (reason != 0) {
        errno = reason;
        return failure(MOSQ_ERR_ERRNO);
      }
      isReachable_ = true;
    }
    code = mosquitto_loop_write(native_, 1);
  }
  if (code == MOSQ_ERR_SUCCESS && isReachable_ && (ready & (POLLIN | POLLHUP | POLLERR)) != 0) {
    code = mosquitto_loop_read(native_, 1);
  }
  if (code == MOSQ_ERR_SUCCESS) code = mosquitto_loop_misc(native_);
  if (code != MOSQ_ERR_SUCCESS) return failure(code);
  return {};
}

Result<int> MqttConnection::publish(const std::string& topic, const std::string& payload, bool retain) {
  int number = 0;
  const int code =
      mosquitto_publish(native_, &number, topic.c_str(), static_cast<int>(payload.size()), payload.data(), 1, retain);
  if (code != MOSQ_ERR_SUCCESS) return failure(code);
  pending_.insert(number);
  return number;
}

Result<void> MqttConnection::subscribe(const std::string& filter) {
  const int code = mosquitto_subscribe(native_, nullptr, filter.c_str(), 1);
  if (code != MOSQ_ERR_SUCCESS) return failure(code);
  return {};
}

void MqttConnection::disconnect() {
  mosquitto_disconnect(native_);
}

bool MqttConnection::isOpen() const {
  return mosquitto_socket(native_) >= 0;
}

}  // namespace facewire::events
