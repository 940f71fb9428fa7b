#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "facewire/gallery/calibration.hpp"
#include "facewire/gallery/face_index.hpp"
#include "facewire/gallery/histogram_index.hpp"
#include "facewire/gallery/person.hpp"
#include "facewire/gallery/shared_map.hpp"

namespace facewire::gallery {

/// The gallery at one moment: never changes, so any number of frames read it while the next one is made.
struct GallerySnapshot {
  explicit GallerySnapshot(int cellPixels) : index(cellPixels) {}

  FaceIndex index;
  std::vector<HistogramIndex> histograms;  ///< of whoever has no picture, one for each of OpenCV's settings
  SharedMap<PersonId, std::shared_ptr<const PersonInfo>> people;
  SharedMap<std::string, PersonId> byName;
  /// How many samples there are, of either kind.
  std::size_t samples() const;

  std::optional<Calibration> calibration;  ///< once Gallery::loadCalibration has looked for one
};

/// Adds what OpenCV made of a face to the index of its settings. Precondition: it is valid.
void addHistogram(GallerySnapshot& snapshot, SampleId sample, PersonId person,
                  const vision::OpenCvHistogram& histogram);

/// These people, and nobody else; the index stays as it is.
void setPeople(GallerySnapshot& snapshot, std::vector<PersonInfo> people);

}  // namespace facewire::gallery
