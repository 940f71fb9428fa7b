#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "facewire/base/clock.hpp"
#include "facewire/gallery/person.hpp"

namespace facewire::sightings {

/// One moment by both clocks: the steady one to wait by, the other one to tell.
struct Moment {
  Clock::time_point steady;
  std::chrono::system_clock::time_point wall;

  static Moment now() { return {Clock::now(), std::chrono::system_clock::now()}; }
};

/// One face of a frame, as its track is answered.
struct SeenFace {
  std::int64_t track = 0;                             ///< in its stream
  std::shared_ptr<const gallery::PersonInfo> person;  ///< shared with the gallery's snapshot; null: somebody unknown
  bool isSteady = false;                              ///< the track's votes agree: no odd frame or two
  double score = 0;                                   ///< 0 to 1
  cv::Mat picture{};  ///< the face's chip, grey or BGR, never changed by anybody; mostly empty: see isBetter
  double merit = 0;   ///< how good a picture of the face it is, 0 to 1
};

/// What one frame of one client shows.
struct Observation {
  std::uint64_t stream = 0;
  std::shared_ptr<const std::string> client;  ///< shared by the stream's frames
  Moment at;
  std::vector<SeenFace> faces;
  bool isEnd = false;  ///< no frame, but the stream's end
};

/// Whether a picture is so much better than the best one until now that it is worth copying.
inline bool isBetter(double merit, double best) {
  return merit > 1.15 * best;
}

}  // namespace facewire::sightings
