#pragma once

#include <memory>
#include <set>
#include <stop_token>

#include "facewire/calibration/trial_run.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// Takes the stored picture of one sample as a probe, the way a frame's face would be taken, in the gallery of this
/// snapshot without the `hidden` samples. Waits its turn for one engine's share of the machine, so that many trials
/// leave the frames theirs. Nothing where the picture cannot be read, or is no longer there. Errors: `shuttingDown`
/// once `stop` is asked. Safe for concurrent use.
Result<std::optional<calibration::Trial>> tryStoredFace(const Workshop& workshop,
                                                        const gallery::GallerySnapshot& snapshot,
                                                        const calibration::PlannedTrial& planned,
                                                        const std::set<gallery::SampleId>& hidden,
                                                        const std::stop_token& stop);

}  // namespace facewire::service
