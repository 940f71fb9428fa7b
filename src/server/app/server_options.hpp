#pragma once

#include "facewire/server/server.hpp"
#include "facewire/service/recognition_service.hpp"
#include "options.hpp"

namespace facewire::app {

/// What the options say to each room.
service::ServiceOptions serviceOptions(const Options& options);
server::ServerOptions serverOptions(const Options& options, const server::AccessPolicy& access);

}  // namespace facewire::app
