#pragma once

#include <variant>

#include "bench_command.hpp"
#include "calibrate_command.hpp"
#include "enroll_command.hpp"
#include "exit_status.hpp"
#include "gallery_command.hpp"
#include "import_command.hpp"
#include "people_command.hpp"
#include "recognize_command.hpp"
#include "session.hpp"
#include "sightings_command.hpp"
#include "status_command.hpp"
#include "stream_command.hpp"
#include "verify_command.hpp"
#include "watch_command.hpp"

namespace facewire::app {

using CommandOptions = std::variant<RecognizeOptions, StreamOptions, EnrollOptions, ImportOptions, PeopleOptions,
                                    StatusOptions, BenchOptions, CalibrateOptions, VerifyOptions, SightingsOptions,
                                    ForgetOptions, WatchOptions, GalleryOptions>;

struct CommandLine {
  CommonOptions common;
  CommandOptions command;
};

/// Reads the command line, FACEWIRE_SERVER and FACEWIRE_TOKEN. An exit status where there is nothing to run: help or
/// version were asked for (done), or the command line is wrong (usage); what there was to say has been printed.
std::variant<CommandLine, ExitStatus> parseCommandLine(int argc, const char* const* argv);

}  // namespace facewire::app
