#pragma once

#include <string>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct WatchOptions {
  std::string person;  ///< only of this one; empty: of everybody
  std::string client;  ///< only what this one sees
};

/// A line for each who comes or leaves, until Ctrl-C; a lost server is tried again.
ExitStatus runWatch(const Session& session, const WatchOptions& options);

}  // namespace facewire::app
