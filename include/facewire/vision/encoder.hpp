#pragma once

#include <opencv2/core/mat.hpp>
#include <string>

#include "facewire/vision/descriptor.hpp"
#include "facewire/vision/face_chip.hpp"
#include "facewire/vision/face_views.hpp"

namespace facewire::vision {

/// Turns a chip into a descriptor. Constant after construction; safe for concurrent use.
class Encoder {
 public:
  virtual ~Encoder() = default;

  /// Precondition, here and below: chip.face is inside chip.picture and at least 1 x 1.
  virtual Descriptor encode(const FaceChip& chip) const = 0;

  /// The face as a probe: first what `encode` gives, then whatever else it is to be compared by.
  FaceViews encodeViews(const FaceChip& chip) const {
    FaceViews face;
    encodeViews(chip, face);
    return face;
  }
  /// In the memory of the face that was there. The finer views are of the chip's picture, which is not copied.
  virtual void encodeViews(const FaceChip& chip, FaceViews& face) const = 0;

  /// What is really compared, for people to look at: 8-bit grey or BGR.
  virtual cv::Mat normalise(const FaceChip& chip) const = 0;

  /// What the counts of each cell of a histogram sum to, the unit of their distances; 1 where there are none.
  virtual int cellPixels() const = 0;

  /// Names everything that a descriptor depends on, so that those made otherwise are told apart.
  virtual const std::string& id() const = 0;

  /// Whether chips are to be in colour where the picture is.
  virtual bool wantsColour() const = 0;

 protected:
  Encoder() = default;
  Encoder(const Encoder&) = default;
  Encoder& operator=(const Encoder&) = default;
};

}  // namespace facewire::vision
