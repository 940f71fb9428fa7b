#pragma once

#include "access_choice.hpp"
#include "command_line.hpp"
#include "facewire/server/server.hpp"
#include "log_setup.hpp"

namespace facewire::app {

/// What SIGHUP does: the configuration is read again, what can be taken over is, and the log says what cannot. Confined
/// to one thread.
class Reloading {
 public:
  /// All of it outlives this.
  Reloading(const Invocation& invocation, Logs& logs, AccessChoice& access, server::Server& server)
      : invocation_(invocation), logs_(logs), access_(access), server_(server), latest_(invocation.configuration) {}

  /// A configuration with an error changes nothing, and is told.
  void reload();

 private:
  Result<void> takeOver(const Configuration& next);
  void tellChanges(const Configuration& next);

  const Invocation& invocation_;
  Logs& logs_;
  AccessChoice& access_;
  server::Server& server_;
  Configuration latest_;
};

}  // namespace facewire::app
