#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/client/client.hpp"
#include "process_state.hpp"
#include "server_process.hpp"

namespace facewire::test {

/// A patient client of the server. Throws std::runtime_error where it is refused.
client::Client connectTo(const ServerProcess& server, std::vector<protocol::Reply> reply = {protocol::Reply::faces});

/// The same, where being refused is an answer.
Result<client::Client> tryToConnect(const ServerProcess& server);

/// Tries until it is let in; the test fails where that takes a minute.
client::Client connectAtLast(const ServerProcess& server);

/// Sets a limit of a running process and takes it back when it goes.
class LimitOf {
 public:
  /// Throws std::system_error.
  LimitOf(pid_t process, __rlimit_resource resource, rlim_t soft);
  ~LimitOf();
  LimitOf(const LimitOf&) = delete;
  LimitOf& operator=(const LimitOf&) = delete;

 private:
  const pid_t process_;
  const __rlimit_resource resource_;
  rlimit before_{};
};

/// How often `text` is in `log`.
std::size_t countIn(std::string_view log, std::string_view text);

/// What `sqlite3` finds wrong in the gallery of a server that has ended: "ok" where nothing.
std::string integrityOf(const ServerProcess& server);

}  // namespace facewire::test
