#pragma once

#include <functional>
#include <span>

#include "facewire/gallery/person.hpp"

namespace facewire::gallery {

/// A person's nearest sample to a probe.
struct PersonMatch {
  PersonId person = 0;
  SampleId sample = 0;
  double distance = 0;
};

/// Whether a sample is to be found.
using Admits = std::function<bool(const PersonMatch& match)>;

/// Whether the answer is good enough as it is, and not worth the finer views.
using Settled = std::function<bool(std::span<const PersonMatch> nearest)>;

}  // namespace facewire::gallery
