#include "server_options.hpp"

#include "engine_choice.hpp"

namespace facewire::app {

service::ServiceOptions serviceOptions(const Options& options) {
  service::ServiceOptions out;
  out.serverName = "facewired " FACEWIRE_VERSION;
  out.limits = {options.maxFrameBytes, options.maxPixels};
  out.workers = options.workers;
  out.jpegQuality = options.jpegQuality;
  chooseEngine(options, out);
  out.threshold = options.threshold;
  out.openCvThreshold = options.openCvThreshold;
  out.maxFaces = options.maxFaces;
  out.minFacePixels = options.minFacePixels;
  out.minSharpness = options.minSharpness;
  out.minEnrolSharpness = options.minEnrolSharpness;
  return out;
}

sightings::SightingOptions sightingOptions(const Options& options, const std::filesystem::path& file) {
  sightings::SightingOptions out;
  out.file = file;
  out.cooldown = options.sightingsCooldown;
  out.days = options.sightingsDays;
  out.strangers = options.sightingsOf == "all";
  out.pictures = options.sightingsPictures;
  return out;
}

server::ServerOptions serverOptions(const Options& options, const server::AccessPolicy& access) {
  server::ServerOptions out;
  out.listen = options.listen;
  out.access = access;
  out.limits.maxClients = options.maxClients;
  out.limits.maxClientsPerAddress = options.maxClientsPerAddress;
  out.limits.maxLoginFailures = options.maxLoginFailures;
  out.limits.login = options.loginTimeout;
  out.limits.maxFrameRate = options.maxFrameRate;
  out.limits.maxUnsentBytes = options.maxUnsentBytes;
  out.limits.maxFramesMemory = options.maxFramesMemory;
  out.stream.maxFrameBytes = options.maxFrameBytes;
  out.stream.idle = options.idleTimeout;
  out.stream.message = options.messageTimeout;
  out.stream.write = options.writeTimeout;
  out.grace = options.grace;
  return out;
}

}  // namespace facewire::app
