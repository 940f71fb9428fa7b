#include "mqtt_broker.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>

#include "facewire/base/file.hpp"
#include "free_port.hpp"

namespace facewire::test {
namespace {

constexpr const char* kMosquitto = "/usr/sbin/mosquitto";

void write(const std::filesystem::path& file, const std::string& text) {
  if (const auto written = replacePrivateFile(file, asBytes(text)); !written) {
    throw std::runtime_error(written.error().detail);
  }
}

void runOrThrow(const std::string& program, const std::vector<std::string>& arguments) {
  const auto result = runProcess(program, arguments);
  if (result.exitStatus != 0) throw std::runtime_error(program + ": " + result.err + result.out);
}

}  // namespace

MqttBroker::MqttBroker(bool secure) : isSecure_(secure) {
  if (!std::filesystem::exists(kMosquitto)) throw std::runtime_error("no mosquitto: scripts/deps installs it");
  if (secure) makeSecrets();
  constexpr int kTries = 5;
  for (int i = 0; i < kTries; ++i) {
    port_ = freePort();
    if (start()) return;
  }
  throw std::runtime_error("mosquitto does not come up: " + process_->error());
}

void MqttBroker::makeSecrets() {
  const std::string folder = folder_.path().string();
  runOrThrow("/usr/bin/openssl", {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                                  "-keyout", folder + "/key.pem", "-out", ca().string(), "-days", "2", "-subj",
                                  "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"});
  write(passwordFile(), "open sesame\n");
  write(folder_.path() / "users", "");
  runOrThrow("/usr/bin/mosquitto_passwd", {"-b", folder + "/users", "ada", "open sesame"});
}

bool MqttBroker::start() {
  const std::string folder = folder_.path().string();
  std::string text = "listener " + std::to_string(port_) + " 127.0.0.1\nlog_dest stderr\npersistence false\n";
  if (isSecure_) {
    // As root it would become another user, who cannot read what is ours.
    text += "user root\ncertfile " + ca().string() + "\nkeyfile " + folder + "/key.pem\npassword_file " + folder +
            "/users\nallow_anonymous false\n";
  } else {
    text += "allow_anonymous true\n";
  }
  const std::string file = folder + "/mosquitto.conf";
  write(file, text);
  process_ = std::make_unique<Process>(kMosquitto, std::vector<std::string>{"-c", file});
  return process_->waitForError("running");
}

std::string MqttBroker::url() const {
  return (isSecure_ ? "mqtts://ada@localhost:" : "mqtt://127.0.0.1:") + std::to_string(port_);
}

void MqttBroker::kill() {
  process_->sendSignal(SIGKILL);
  process_->wait();
}

void MqttBroker::startAgain() {
  if (!start()) throw std::runtime_error("mosquitto does not come up again: " + process_->error());
}

std::unique_ptr<Process> MqttBroker::subscribe(const std::string& filter) const {
  // Unless told, it writes to a pipe only when it has much to write.
  std::vector<std::string> words{"-oL", "mosquitto_sub", "-p", std::to_string(port_), "-t", filter, "-q", "1",
                                 "-F",  "%r %t %p",      "-d"};
  if (isSecure_) {
    words.insert(words.end(), {"-h", "localhost", "--cafile", ca().string(), "-u", "ada", "-P", "open sesame"});
  }
  auto subscriber = std::make_unique<Process>("/usr/bin/stdbuf", words);
  if (!subscriber->waitForOutput("Subscribed")) throw std::runtime_error("mosquitto_sub: " + subscriber->error());
  return subscriber;
}

void MqttBroker::publish(const std::string& topic, const std::string& payload, bool retain) const {
  std::vector<std::string> words{"-p", std::to_string(port_), "-t", topic, "-m", payload, "-q", "1"};
  if (retain) words.emplace_back("-r");
  runOrThrow("/usr/bin/mosquitto_pub", words);
}

}  // namespace facewire::test
