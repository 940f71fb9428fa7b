#include "log_setup.hpp"
#include "setting_kinds.hpp"

namespace facewire::app {
namespace {

Setting logLevel() {
  Setting setting =
      text("log_level", "LEVEL", "trace, debug, info, warn, error or off; for a room of its own as info,server=debug.",
           &Options::logLevel);
  setting.set = [](Options& options, std::span<const std::string> values) -> Result<void> {
    if (const auto levels = parseLogLevels(values.back()); !levels) return fail(levels.error());
    options.logLevel = values.back();
    return {};
  };
  return setting;
}

}  // namespace

std::vector<Setting> logSettings() {
  return {
      common(reloadable(logLevel())),
      common(choice("log_format", "FORMAT",
                    "text, json, journal (priorities and no times), or auto: journal under systemd, else text.",
                    &Options::logFormat, {"auto", "text", "json", "journal"})),
  };
}

}  // namespace facewire::app
