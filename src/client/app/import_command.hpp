#pragma once

#include <string>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct ImportOptions {
  std::string folder;
  bool cropped = false;   ///< the pictures are faces and nothing else
  bool stranger = false;  ///< people to be recognised as not one of ours
};

ExitStatus runImport(const Session& session, const ImportOptions& options);

}  // namespace facewire::app
