#include "fuzzed_server.hpp"

#include <spdlog/sinks/null_sink.h>

#include <opencv2/core/utility.hpp>
#include <string>

#include "target.hpp"

namespace facewire::fuzz {
namespace {

/// A face as it is, and no other views of it: a tenth of the time for a frame.
vision::EncoderOptions encoderOptions() {
  vision::EncoderOptions options;
  options.turns.clear();
  options.sizes.clear();
  options.shift = 0;
  options.refined = false;
  return options;
}

service::ServiceOptions serviceOptions() {
  service::ServiceOptions options;
  options.limits = {FuzzedServer::kMaxFrameBytes, FuzzedServer::kMaxPixels};
  options.detector = vision::DetectorOptions{.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"};
  options.minEnrolSharpness = 0;  // the pictures are small
  return options;
}

server::ServerOptions serverOptions(const std::filesystem::path& socket) {
  server::ServerOptions options;
  options.listen = {net::UnixEndpoint{socket}};
  options.stream.maxFrameBytes = FuzzedServer::kMaxFrameBytes;
  options.stream.maxJsonBytes = FuzzedServer::kMaxJsonBytes;
  return options;
}

/// Nobody reads the log, but what it says is put together.
spdlog::logger makeLog() {
  spdlog::logger log("fuzz", std::make_shared<spdlog::sinks::null_sink_mt>());
  log.set_level(spdlog::level::debug);
  return log;
}

}  // namespace

FuzzedServer::FuzzedServer()
    : log_(makeLog()),
      encoder_(encoderOptions()),
      gallery_(
          gallery::GalleryStore(folder_.path() / "gallery.db"), encoder_.cellPixels(),
          [this](const gallery::StoredFace& face) { return service::encodeStoredFace(encoder_, face); },
          [](gallery::SampleId, const Error& error) { require(false, error.detail); }),
      service_(serviceOptions(), gallery_, encoder_),
      server_(serverOptions(socket()), service_, log_) {
  cv::setNumThreads(1);
  server_.start();
}

}  // namespace facewire::fuzz
