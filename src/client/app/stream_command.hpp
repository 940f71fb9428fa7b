#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct StreamOptions {
  int camera = 0;      ///< used where `video` is empty
  std::string video;   ///< a path, or an address with a scheme
  std::string output;  ///< annotated video; empty: none
  std::string name = "facewire";
  std::string results;  ///< JSON lines; "-": standard output; empty: none
  bool noDisplay = false;
  std::optional<std::int64_t> maxFrames;
  std::optional<std::size_t> inFlight;  ///< nothing: 2 for a live source, 4 for a file
};

ExitStatus runStream(const Session& session, const StreamOptions& options);

}  // namespace facewire::app
