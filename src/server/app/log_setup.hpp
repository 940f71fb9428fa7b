#pragma once

#include <spdlog/logger.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/base/result.hpp"

namespace facewire::app {

/// The rooms of the server that have something to tell.
const std::vector<std::string>& logRooms();

/// How much each room tells.
using LogLevels = std::map<std::string, spdlog::level::level_enum, std::less<>>;

/// "info", or "info,server=debug,gallery=off". Errors: `invalidInput`, naming what is none and what there is.
Result<LogLevels> parseLogLevels(const std::string& text);

/// A log for each room, all to standard error. Safe for concurrent use.
class Logs {
 public:
  /// `format`: "text"; "json": an object a line; "journal": without times, with syslog's priorities, as journald reads
  /// them; "auto": "journal" where standard error is journald's, else "text".
  Logs(const LogLevels& levels, const std::string& format);

  /// `room` is one of logRooms().
  spdlog::logger& of(std::string_view room);

  void setLevels(const LogLevels& levels);

 private:
  std::map<std::string, std::unique_ptr<spdlog::logger>, std::less<>> logs_;  ///< constant after construction
};

}  // namespace facewire::app
