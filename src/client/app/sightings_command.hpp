#pragma once

#include <string>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct SightingsOptions {
  std::string since;  ///< as parseTime reads it; empty: from the beginning
  std::string until;  ///< a day is meant with all its hours
  std::string person;
  std::string client;
  bool csv = false;
  bool attendance = false;
  std::string pictures;  ///< folder; empty: none are fetched
};

/// Forgets what ended before `before`, or what was seen of `person`: one of them is given.
struct ForgetOptions {
  std::string before;
  std::string person;
};

ExitStatus runSightings(const Session& session, const SightingsOptions& options);
ExitStatus runForget(const Session& session, const ForgetOptions& options);

}  // namespace facewire::app
