#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>

namespace facewire::app {

/// A logger that writes to stderr, a line an event: "2026-11-22T14:41:07.123Z info joined peer=..." as text, or the
/// same as one JSON object a line ({"time", "level", "message"}). Safe for concurrent use.
std::shared_ptr<spdlog::logger> makeLog(const std::string& level, const std::string& format);

}  // namespace facewire::app
