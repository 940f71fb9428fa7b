#include "setting_kinds.hpp"

namespace facewire::app {

std::vector<Setting> logSettings() {
  return {
      common(choice("log_level", "LEVEL", "trace, debug, info, warn, error or off.", &Options::logLevel,
                    {"trace", "debug", "info", "warn", "error", "off"})),
      common(choice("log_format", "FORMAT", "text or json.", &Options::logFormat, {"text", "json"})),
  };
}

}  // namespace facewire::app
