#pragma once

#include <optional>
#include <string>
#include <vector>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct EnrollOptions {
  std::string name;
  std::vector<std::string> images;  ///< these, or one of the next two
  std::optional<int> camera;
  std::string video;
  std::optional<int> samples;  ///< at most; nothing: every image, or 5 frames
  bool cropped = false;        ///< the images are faces and nothing else
  bool stranger = false;       ///< somebody to be recognised as not one of ours
};

ExitStatus runEnroll(const Session& session, const EnrollOptions& options);

}  // namespace facewire::app
