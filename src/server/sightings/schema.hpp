#pragma once

#include "facewire/storage/database_file.hpp"

namespace facewire::sightings {

/// The tables of sightings; "FWsi" in the header.
const storage::DatabaseKind& sightingsKind();

}  // namespace facewire::sightings
