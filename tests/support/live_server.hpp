#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facewire/client/client.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/server/server.hpp"
#include "facewire/service/recognition_service.hpp"
#include "facewire/sightings/sighting_book.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {

/// The whole server inside the test's process: real gallery, real engines, real sockets on free ports of the loopback
/// (IPv4, IPv6 and a Unix socket).
class LiveServer {
 public:
  struct Settings {
    server::ServerOptions server;
    service::ServiceOptions service;
    std::optional<sightings::SightingOptions> sightings;  ///< its file is chosen by the server
  };

  static Settings defaults();
  explicit LiveServer(const Settings& settings = defaults());
  ~LiveServer();

  net::Endpoint ipv4() const { return server_->addresses().at(0); }
  net::Endpoint ipv6() const { return server_->addresses().at(1); }
  net::Endpoint unixSocket() const { return server_->addresses().at(2); }

  /// A client past its HELLO; the test fails where it cannot be had.
  client::Client connect(std::vector<protocol::Reply> reply = {protocol::Reply::faces}, bool track = true);
  /// A connection that has said nothing yet.
  net::MessageStream connectSilently(const net::Endpoint& endpoint);
  net::MessageStream connectSilently() { return connectSilently(ipv4()); }

  void stop() { server_->stop(); }
  const server::Server& server() const { return *server_; }
  const service::RecognitionService& service() const { return service_; }

  /// Precondition: sightings are asked for.
  sightings::SightingBook& sightings() { return *sightings_; }

  /// Every log line so far, without its time.
  std::vector<std::string> logLines() const;
  std::size_t countLogLines(const std::string& part) const;

 private:
  class MemorySink;

  TemporaryFolder folder_;
  std::shared_ptr<MemorySink> sink_;  // shared with the logger
  spdlog::logger log_;
  vision::FaceEncoder encoder_;
  gallery::Gallery gallery_;
  std::unique_ptr<sightings::SightingBook> sightings_;  ///< where they are asked for
  service::RecognitionService service_;
  std::unique_ptr<server::Server> server_;
};

}  // namespace facewire::test
