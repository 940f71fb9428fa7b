#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "facewire/protocol/faces.hpp"

namespace facewire::app {

/// Who was seen in a stream. Confined to one thread.
class Sightings {
 public:
  /// Notes a frame; the faces of those who come into view, which is: who were not seen for kAway before.
  std::vector<protocol::Face> note(const protocol::FacesResult& result, double timeMs);

  /// "Ada in 120 frames, Bob in 3 frames, somebody unknown in 40 frames"; "nobody".
  std::string summary() const;

 private:
  static constexpr double kAwayMs = 3'000;

  struct Seen {
    std::int64_t frames = 0;
    double lastMs = 0;
  };
  std::map<std::string, Seen> people_;
  std::int64_t unknownFrames_ = 0;
};

}  // namespace facewire::app
