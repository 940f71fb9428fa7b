#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "console.hpp"
#include "facewire/client/client.hpp"

namespace facewire::app {

/// What one of several clients at once measured.
struct ClientMeasurement {
  std::vector<double> latenciesMs;  ///< of each frame that was answered, from its sending on, in their order
  std::int64_t errors = 0;
  std::optional<Error> firstError;
};

struct LoadMeasurement {
  std::vector<ClientMeasurement> clients;
  double seconds = 0;
  double cpuSeconds = 0;  ///< processor time of this whole program meanwhile, which a server beside it did not have
};

/// What is sent: `frames` altogether, taken by whichever client has room for one more, so that what each client got
/// answered tells how the server shares itself out. Each client plays the pictures in their order, over and over, as a
/// camera does; each begins somewhere else, and first plays `warmUp` of them that are not measured.
struct LoadPlan {
  const std::vector<Bytes>& jpegs;
  std::int64_t frames = 0;
  std::int64_t warmUp = 0;   ///< frames of each client
  std::size_t inFlight = 1;  ///< frames sent and not answered, at most, for each client
};

/// Streams from all clients at once, a thread each (two with more than one frame in flight). Answers are dropped
/// unread: what decoding them costs would be the server's, where both share a machine.
LoadMeasurement runLoad(Console& console, std::vector<client::Client>& clients, const LoadPlan& plan);

}  // namespace facewire::app
