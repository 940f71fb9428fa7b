#pragma once

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct StatusOptions {};

ExitStatus runStatus(const Session& session, const StatusOptions& options);

}  // namespace facewire::app
