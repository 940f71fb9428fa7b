#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <utility>
#include <vector>

#include "facewire/gallery/gallery.hpp"
#include "facewire/sightings/observation.hpp"

namespace facewire::sightings::test {

using namespace std::chrono_literals;

/// A time that goes on only when it is told to.
class DrivenClock {
 public:
  Moment now() const { return now_; }
  void pass(std::chrono::milliseconds time) {
    now_.steady += time;
    now_.wall += time;
  }
  void setBack(std::chrono::milliseconds time) { now_.wall -= time; }

 private:
  Moment now_{Clock::time_point(1000s), std::chrono::system_clock::time_point(1'800'000'000s)};
};

inline std::shared_ptr<const gallery::PersonInfo> person(gallery::PersonId id, const std::string& name,
                                                         const std::string& created = "2026-11-20T08:00:00Z") {
  return std::make_shared<const gallery::PersonInfo>(gallery::PersonInfo{id, name, created, {}, false});
}

inline const auto kAda = person(1, "Ada");
inline const auto kBob = person(2, "Bob");

inline gallery::GallerySnapshot galleryOf(const std::vector<std::shared_ptr<const gallery::PersonInfo>>& people) {
  gallery::GallerySnapshot snapshot(9);
  for (const auto& one : people) {
    snapshot.people.emplace(one->id, one);
    snapshot.byName.emplace(one->name, one->id);
  }
  return snapshot;
}

/// One camera's frames, at the clock's time.
class Camera {
 public:
  Camera(const DrivenClock& clock, std::uint64_t stream, const std::string& client)
      : clock_(clock), stream_(stream), client_(std::make_shared<const std::string>(client)) {}

  static SeenFace face(std::shared_ptr<const gallery::PersonInfo> who, std::int64_t track = 1, double score = 0.8) {
    return {.track = track, .person = std::move(who), .isSteady = true, .score = score};
  }
  static SeenFace unsteady(SeenFace face) {
    face.isSteady = false;
    return face;
  }
  static SeenFace pictured(SeenFace face, int grey, double merit) {
    face.picture = cv::Mat(40, 40, CV_8UC1, cv::Scalar(grey));
    face.merit = merit;
    return face;
  }

  Observation frame(std::vector<SeenFace> faces) const { return {stream_, client_, clock_.now(), std::move(faces)}; }
  Observation end() const { return {stream_, client_, clock_.now(), {}, true}; }

 private:
  const DrivenClock& clock_;
  std::uint64_t stream_;
  std::shared_ptr<const std::string> client_;
};

}  // namespace facewire::sightings::test
