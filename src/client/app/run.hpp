#pragma once

#include "exit_status.hpp"

namespace facewire::app {

/// The whole program: command line, command, exit status. Throws only where a fault of this program ends it.
ExitStatus run(int argc, const char* const* argv);

}  // namespace facewire::app
