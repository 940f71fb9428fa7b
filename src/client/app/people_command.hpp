#pragma once

#include <string>

#include "exit_status.hpp"
#include "session.hpp"

namespace facewire::app {

struct PeopleOptions {
  enum class Action { list, show, remove, rename };
  Action action = Action::list;
  std::string name;
  std::string newName;  ///< for rename
};

ExitStatus runPeople(const Session& session, const PeopleOptions& options);

}  // namespace facewire::app
