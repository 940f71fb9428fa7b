#include "live_server.hpp"

#include <gtest/gtest.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <mutex>
#include <opencv2/core/utility.hpp>

namespace facewire::test {

class LiveServer::MemorySink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const auto level = spdlog::level::to_string_view(message.level);
    lines_.push_back(std::string(level.data(), level.size()) + " " +
                     std::string(message.payload.data(), message.payload.size()));
  }
  void flush_() override {}

  std::vector<std::string> lines_;
};

LiveServer::Settings LiveServer::defaults() {
  Settings settings;
  settings.server.limits.maxClients = 64;
  settings.server.stream.maxFrameBytes = settings.service.limits.maxFrameBytes;
  settings.service.workers = 2;
  settings.service.detector =
      vision::DetectorOptions{.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"};
  return settings;
}

namespace {

server::ServerOptions onFreeAddresses(server::ServerOptions options, const std::filesystem::path& folder) {
  options.listen = {net::TcpEndpoint{"127.0.0.1", 0}, net::TcpEndpoint{"::1", 0}, net::UnixEndpoint{folder / "socket"}};
  return options;
}

std::unique_ptr<sightings::SightingBook> openSightings(const LiveServer::Settings& settings,
                                                       const std::filesystem::path& file,
                                                       const gallery::GallerySnapshot& people, spdlog::logger& log) {
  if (!settings.sightings) return nullptr;
  sightings::SightingOptions options = *settings.sightings;
  options.file = file;
  return std::make_unique<sightings::SightingBook>(options, people, std::vector<sightings::EventSink*>{}, log);
}

}  // namespace

LiveServer::LiveServer(const Settings& settings)
    : sink_(std::make_shared<MemorySink>()),
      log_("test", sink_),
      encoder_(vision::EncoderOptions{}),
      gallery_(
          gallery::GalleryStore(folder_.path() / "gallery.db"), encoder_.cellPixels(),
          [this](const gallery::StoredFace& face) { return service::encodeStoredFace(encoder_, face); },
          [](gallery::SampleId, const Error& error) { ADD_FAILURE() << error.detail; }),
      sightings_(openSightings(settings, folder_.path() / "sightings.db", *gallery_.snapshot(), log_)),
      service_(settings.service, gallery_, encoder_, sightings_.get()) {
  cv::setNumThreads(1);  // as facewired does: the engines are the parallelism
  log_.set_level(spdlog::level::debug);
  server_ = std::make_unique<server::Server>(onFreeAddresses(settings.server, folder_.path()), service_, log_);
  server_->start();
}

LiveServer::~LiveServer() = default;

client::Client LiveServer::connect(std::vector<protocol::Reply> reply, bool track) {
  client::ConnectOptions options;
  options.server = ipv4();
  options.name = "test";
  options.reply = std::move(reply);
  options.track = track;
  options.timeout = std::chrono::seconds(60);
  auto client = client::Client::connect(options);
  if (!client) throw std::runtime_error("cannot connect: " + client.error().detail);
  return std::move(*client);
}

net::MessageStream LiveServer::connectSilently(const net::Endpoint& endpoint) {
  auto connection = net::Connection::connect(endpoint, std::chrono::seconds(10));
  if (!connection) throw std::runtime_error("cannot connect: " + connection.error().detail);
  net::StreamLimits limits;
  limits.idle = limits.message = limits.write = std::chrono::seconds(60);
  return net::MessageStream(std::move(*connection), limits);
}

std::vector<std::string> LiveServer::logLines() const {
  return sink_->lines();
}

std::size_t LiveServer::countLogLines(const std::string& part) const {
  const auto lines = logLines();
  return static_cast<std::size_t>(
      std::ranges::count_if(lines, [&part](const std::string& line) { return line.find(part) != std::string::npos; }));
}

}  // namespace facewire::test
