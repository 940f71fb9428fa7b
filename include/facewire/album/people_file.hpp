#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::album {

/// The name of the file that an exported folder keeps its people in.
inline constexpr const char* kPeopleFile = "people.json";

/// A picture of an exported gallery, as the gallery had it.
struct ExportedSample {
  std::string file;  ///< inside the folder: "Ada/0001.png"
  protocol::Box face;
  std::string source;
  std::string created;  ///< UTC, "2026-11-22T14:41:07Z"
};

struct ExportedPerson {
  std::string name;    ///< as it is, whatever the folder had to be called
  std::string folder;  ///< inside the exported one
  std::string created;
  bool stranger = false;
  std::vector<ExportedSample> samples;
};

/// As JSON, a line a sample, for people to read.
std::string toPeopleFile(const std::vector<ExportedPerson>& people);

/// Errors: `invalidInput`, naming `file` and what is wrong: no JSON of that form, of a later version, a path that leads
/// out of the folder, a name that the server would not take. A pure function.
Result<std::vector<ExportedPerson>> parsePeopleFile(std::string_view text, const std::string& file);

/// A folder's name for a person that any file system takes, unlike those that were given before, in either case: what
/// has a meaning in a path, or at its beginning or end, becomes '_'. Adds it to `given`.
std::string folderFor(std::string_view name, std::vector<std::string>& given);

}  // namespace facewire::album
