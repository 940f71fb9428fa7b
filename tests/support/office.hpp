#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

#include "facewire/vision/face_encoder.hpp"
#include "frame_recogniser.hpp"
#include "portraits/scene.hpp"
#include "stored_face.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {

/// A drawn face in a picture without colour.
struct Sight {
  cv::Mat grey;
  cv::Rect box;
};

inline Sight sight(std::uint64_t person, std::uint64_t shot, cv::Size size = {320, 240}) {
  const portraits::Picture picture = renderScene(portraits::portraitScene(person, shot, size, 1, 0.4F));
  Sight seen{{}, picture.faces.at(0).box & cv::Rect({}, picture.image.size())};
  cv::cvtColor(picture.image, seen.grey, cv::COLOR_BGR2GRAY);
  return seen;
}

/// The workshop of a server without a socket: an engine, and a gallery in which people 1, 2, ... are enrolled, with
/// shots 1, 2, ... of each. For whoever has the service's own headers and FACEWIRE_CASCADES.
class Office {
 public:
  Office(std::uint64_t people, std::uint64_t shots) {
    for (std::uint64_t person = 1; person <= people; ++person) {
      for (std::uint64_t shot = 1; shot <= shots; ++shot) {
        const Sight seen = sight(person, shot);
        const vision::FaceChip chip = vision::cutChip(seen.grey, seen.box);
        const auto added = gallery_.addSample("Person " + std::to_string(person), "shot " + std::to_string(shot),
                                              service::toStored(chip).value(), encoder_.encode(chip));
        if (!added) throw std::runtime_error(added.error().detail);
      }
    }
  }

  const service::Workshop& workshop() const { return workshop_; }

 private:
  TemporaryFolder folder_;
  service::ServiceOptions options_;
  vision::FaceEncoder encoder_{vision::EncoderOptions{}};
  gallery::Gallery gallery_{
      gallery::GalleryStore(folder_.path() / "gallery.db"), encoder_.cellPixels(),
      [this](const gallery::StoredFace& face) { return service::encodeStoredFace(encoder_, face); },
      [](gallery::SampleId, const Error&) {}};
  service::Tally tally_;
  service::EnginePool engines_{
      1, vision::DetectorOptions{.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"}, false};
  service::Workshop workshop_{options_, gallery_, encoder_, engines_, tally_};
};

}  // namespace facewire::test
