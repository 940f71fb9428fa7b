#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::album {

/// What an exported folder says of a picture, so that it becomes the sample that it was.
struct KeptSample {
  protocol::Box face;
  std::string created;
  std::string personCreated;
  bool stranger = false;
};

struct ImportItem {
  std::filesystem::path file;
  std::string person;
  std::string source;  ///< what the server remembers of where it came from: the path inside the folder
  std::optional<KeptSample> kept = std::nullopt;
};

/// A picture that cannot be imported, and why.
struct ImportProblem {
  std::filesystem::path file;
  std::string reason;
};

/// Which pictures of a folder are whose, in natural order.
struct ImportPlan {
  std::vector<ImportItem> items;
  std::vector<ImportProblem> problems;
};

/// Reads a folder's layout: DIR/<name>/<picture>, and DIR/Person.<id>.<n>.<ending> with users_name.txt in DIR or beside
/// it; and what "facewire gallery export" wrote, whose people.json has the names, and is asked first. Hidden files and
/// files that are no pictures by their ending are left out. Errors: `invalidInput`: no such folder, an unreadable
/// users_name.txt, nothing that looks like either layout.
Result<ImportPlan> planImport(const std::filesystem::path& folder);

}  // namespace facewire::album
