#pragma once

#include <string>

#include "facewire/metrics/families.hpp"
#include "facewire/server/server.hpp"
#include "facewire/service/recognition_service.hpp"

namespace facewire::metrics {

// What the parts of the server tell, as docs/metrics.md lists it. Each may be called by any thread at any time.

void collectBuild(Families& families, const std::string& version);

/// CPU, memory, descriptors, threads, start: the names that all of Prometheus' libraries give them.
void collectProcess(Families& families);

/// Frames, faces, stages, the queue for workers, people.
void collectService(Families& families, const service::RecognitionService& service);

/// Clients, dropped frames, the sending, refusals, log-ins.
void collectServer(Families& families, const server::Server& server);

}  // namespace facewire::metrics
