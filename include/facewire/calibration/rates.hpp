#pragma once

#include <cstddef>
#include <span>

#include "facewire/calibration/confidence.hpp"
#include "facewire/calibration/trial.hpp"

namespace facewire::calibration {

/// What a threshold does to a gallery's own pictures.
struct Rates {
  // As pictures of somebody enrolled; those with no other picture to be known by do not count.
  std::size_t ownPictures = 0;
  std::size_t known = 0;     ///< named right
  std::size_t confused = 0;  ///< named as somebody else

  // As strangers' pictures.
  std::size_t strangerPictures = 0;
  std::size_t mistaken = 0;           ///< named all the same: false accepts
  std::size_t strangers = 0;          ///< how many people's pictures those are
  std::size_t strangersMistaken = 0;  ///< of whom one picture or more is named

  double trueAcceptRate() const;   ///< 0 where there are no such pictures
  double falseAcceptRate() const;  ///< 0 where there are no such pictures
  /// Of the false accept rate, picture by picture: the wider of what the pictures say as though each stood alone and
  /// what the people say, whose pictures go together.
  Interval falseAccepts;
  /// Of the share of people who are ever named while strangers. One person's pictures are much alike: where no false
  /// accept was seen, this is the cautious reading.
  Interval strangersEver;
};

Rates ratesAt(std::span<const Trial> trials, double threshold, const gallery::DecisionOptions& options);

}  // namespace facewire::calibration
