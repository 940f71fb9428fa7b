#pragma once

#include "facewire/client/calibration.hpp"

namespace facewire::client {

/// From the RESPONSE to `calibrate`. Throws protocol::Json::exception where a field is missing or of another type.
Calibration readCalibration(const protocol::Json& response);

}  // namespace facewire::client
