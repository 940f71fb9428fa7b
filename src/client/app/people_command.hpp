#pragma once

#include <cstdint>
#include <string>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct PeopleOptions {
  enum class Action { list, names, show, remove, rename, removeSample };
  Action action = Action::list;
  std::string name;
  std::string newName;      ///< for rename
  std::int64_t sample = 0;  ///< for removeSample
};

ExitStatus runPeople(const Session& session, const PeopleOptions& options);

}  // namespace facewire::app
