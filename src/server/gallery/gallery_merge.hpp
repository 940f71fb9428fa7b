#pragma once

#include <string>
#include <vector>

#include "facewire/gallery/gallery_store.hpp"
#include "facewire/storage/database.hpp"

namespace facewire::gallery {

/// What of one gallery another lacks: whoever has the same name is the same person, and a picture of theirs that is
/// there already (the same PNG, the same face in it) is not taken again.
struct MergePlan {
  struct Joining {
    GalleryStore::Merged::Person told;
    PersonId theirs = 0;
    PersonId ours = 0;  ///< 0: a new person
    std::vector<SampleId> samples;
  };
  std::vector<Joining> people;  ///< by name
};

/// Changes nothing. Throws SqliteError.
MergePlan planMerge(storage::Database& ours, storage::Database& theirs);

/// Adds what was planned. Precondition: a transaction on `ours` is open, since before the plan was made. Throws
/// SqliteError.
std::vector<GalleryStore::Merged::Sample> addPlanned(const MergePlan& plan, storage::Database& ours,
                                                     storage::Database& theirs);

}  // namespace facewire::gallery
