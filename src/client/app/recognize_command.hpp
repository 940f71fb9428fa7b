#pragma once

#include <string>
#include <vector>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct RecognizeOptions {
  std::vector<std::string> images;  ///< "-": standard input
  std::string output;               ///< where the annotated pictures go; empty: nowhere
  std::string explain;              ///< where the sheets go that show why; empty: nowhere
};

ExitStatus runRecognize(const Session& session, const RecognizeOptions& options);

}  // namespace facewire::app
