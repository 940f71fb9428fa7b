#pragma once

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct StatusOptions {
  bool watch = false;  ///< again and again, each second
};

ExitStatus runStatus(const Session& session, const StatusOptions& options);

}  // namespace facewire::app
