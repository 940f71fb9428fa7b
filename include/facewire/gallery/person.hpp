#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace facewire::gallery {

using PersonId = std::int64_t;
using SampleId = std::int64_t;

/// One enrolled picture of a person, without the picture.
struct SampleInfo {
  SampleId id = 0;
  std::string source;      ///< where it came from, as the client said: a file's name, "camera 0"
  std::string created;     ///< UTC, "2026-11-22T14:41:07Z"
  bool hasPicture = true;  ///< without one there is what OpenCV made of it, and no more
};

/// When a sample and its person were enrolled, where that was not now: UTC, as above.
struct EnrolmentDates {
  std::string sample = {};
  std::string person = {};  ///< of a new person
};

struct PersonInfo {
  PersonId id = 0;
  std::string name;
  std::string created;
  std::vector<SampleInfo> samples;   ///< by id
  bool stranger = false;             ///< a known stranger: recognised so as not to be taken for one of ours
  std::optional<int> openCvLabel{};  ///< the number that an OpenCV file knew them by, if they came out of one
};

}  // namespace facewire::gallery
