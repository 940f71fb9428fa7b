#pragma once

namespace facewire::eval {

/// The whole program: command line, command, files. The exit status: 0 done, 2 usage, 5 input that cannot be used.
/// Throws only where a fault of this program ends it.
int run(int argc, const char* const* argv);

}  // namespace facewire::eval
