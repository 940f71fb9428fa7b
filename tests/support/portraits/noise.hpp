#pragma once

namespace facewire::portraits {

/// Smooth value noise of wavelength 1, in [-1, 1], repeating every 128 units; the same on every machine. `x` and `y`
/// within 1000 of 0. Safe for concurrent use.
float noiseAt(float x, float y);

}  // namespace facewire::portraits
