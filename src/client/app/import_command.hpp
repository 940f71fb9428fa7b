#pragma once

#include <string>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct ImportOptions {
  std::string folder;     ///< or a file that cv::face::LBPHFaceRecognizer wrote
  std::string names;      ///< of such a file: users_name.txt, where the file has no names itself; "" for the one beside
  bool cropped = false;   ///< the pictures are faces and nothing else
  bool stranger = false;  ///< people to be recognised as not one of ours
};

/// Takes a folder or an OpenCV file, whichever it is.
ExitStatus runImport(const Session& session, const ImportOptions& options);

/// Its part for files, in a file of its own.
ExitStatus importOpenCv(const Session& session, const ImportOptions& options);

}  // namespace facewire::app
