#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace facewire::gallery {

using PersonId = std::int64_t;
using SampleId = std::int64_t;

/// One enrolled picture of a person, without the picture.
struct SampleInfo {
  SampleId id = 0;
  std::string source;   ///< where it came from, as the client said: a file's name, "camera 0"
  std::string created;  ///< UTC, "2026-11-22T14:41:07Z"
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
  std::vector<SampleInfo> samples;  ///< by id
  bool stranger = false;            ///< a known stranger: recognised so as not to be taken for one of ours
};

}  // namespace facewire::gallery
