#pragma once

#include "facewire/server/server.hpp"
#include "facewire/service/recognition_service.hpp"
#include "facewire/sightings/sighting_book.hpp"
#include "options.hpp"

namespace facewire::app {

/// What the options say to each room.
service::ServiceOptions serviceOptions(const Options& options);
/// `file`: where they are kept.
sightings::SightingOptions sightingOptions(const Options& options, const std::filesystem::path& file);
server::ServerOptions serverOptions(const Options& options, const server::AccessPolicy& access);

}  // namespace facewire::app
