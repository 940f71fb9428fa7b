#pragma once

#include "facewire/base/error.hpp"
#include "facewire/gallery/person.hpp"

namespace facewire::gallery {

/// What the store is asked for and is not there: `unknownPerson`; a name that somebody of the other kind has:
/// `nameTaken`.
Error nobodyNamed(const std::string& name);
Error noSample(SampleId sample);
Error withoutPicture(SampleId sample);
Error ofOtherKind(const std::string& name, bool isStranger);

}  // namespace facewire::gallery
