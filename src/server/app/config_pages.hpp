#pragma once

#include <string>

namespace facewire::app {

/// Every setting with its help and its default, all commented out: where an installed configuration file begins.
std::string configTemplate();

/// The manual page facewired.toml(5).
std::string configManualPage();

}  // namespace facewire::app
