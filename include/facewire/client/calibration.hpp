#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facewire/protocol/json.hpp"

namespace facewire::client {

/// Between which a rate lies with 95 % confidence.
struct RateRange {
  double low = 0;
  double high = 1;
};

/// What a threshold does to the pictures of a gallery.
struct ThresholdEffect {
  double threshold = 0;
  // Pictures of people enrolled, each in the gallery without itself.
  std::size_t ownPictures = 0;
  std::size_t known = 0;     ///< named right
  std::size_t confused = 0;  ///< named as somebody else
  // The same pictures as strangers', each in the gallery without that person.
  std::size_t strangerPictures = 0;
  std::size_t mistaken = 0;  ///< named all the same: false accepts
  RateRange falseAccepts;    ///< the false accept rate
  std::size_t strangers = 0;
  std::size_t strangersMistaken = 0;  ///< people of whom a picture or more is named
  RateRange strangersEver;            ///< the share of such people
};

struct CalibrationSample {
  std::string name;
  std::int64_t sample = 0;
  std::string source;
};

/// Two people's nearest pictures.
struct ClosestPair {
  double distance = 0;
  CalibrationSample one;
  CalibrationSample other;
};

/// A sample that is named as somebody else.
struct MislabelledSample {
  CalibrationSample sample;
  double ownDistance = 0;  ///< to the nearest other of its own person
  CalibrationSample nearest;
  double nearestDistance = 0;
};

/// Ascending; a picture that no threshold names has an infinite one.
struct Distribution {
  std::vector<double> distances;
  std::vector<double> thresholds;  ///< the least at which each picture is named
};

/// The answer to `calibrate`.
struct Calibration {
  double wishedFar = 0;
  std::size_t people = 0;   ///< whose pictures were tried
  std::size_t samples = 0;  ///< that were tried
  std::size_t notTried = 0;
  std::size_t unreadable = 0;
  std::size_t nearIdentical = 0;  ///< of the samples: with another of the same person that is nearly the same picture
  double defaultThreshold = 0;
  ThresholdEffect current;
  std::string currentFrom;                   ///< "configured", "calibration", "default"
  std::optional<ThresholdEffect> suggested;  ///< nothing where there is no suggestion
  std::string footing;                       ///< "enough", "thin", "little": what the gallery can say of such a rate
  std::string why;                           ///< where there is no suggestion
  std::size_t wantedSamples = 0;             ///< for enough
  std::size_t wantedPeople = 0;
  std::optional<ClosestPair> closest;
  std::vector<MislabelledSample> mislabelled;  ///< left out of all the rest
  Distribution genuine;
  Distribution impostor;
  bool applied = false;
  bool overridden = false;  ///< the server is configured with a threshold, which beats a calibration
  protocol::Json json;      ///< all of it as the server sent it
};

/// The answer to `reset_calibration`: what is in use now.
struct ThresholdReset {
  bool removed = false;  ///< whether there was a calibration
  double threshold = 0;
  std::string from;  ///< "configured", "default"
};

}  // namespace facewire::client
