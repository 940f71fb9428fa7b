#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct BenchOptions {
  int clients = 1;
  std::int64_t frames = 300;  ///< altogether, shared among the clients
  std::int64_t warmUp = 0;    ///< of each client, before those and not measured
  std::string video;          ///< this or `image`
  std::string image;
  std::vector<protocol::Reply> reply{protocol::Reply::faces};
  std::size_t inFlight = 1;
  bool track = true;       ///< false: each frame is a picture by itself
  bool sightings = false;  ///< the server may keep who is seen
  std::string latencies;   ///< where to write each frame's latency as CSV; empty: nowhere
};

ExitStatus runBench(const Session& session, const BenchOptions& options);

}  // namespace facewire::app
