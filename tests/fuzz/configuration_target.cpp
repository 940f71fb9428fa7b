#include "config_file.hpp"

#include "facewire/base/file.hpp"
#include "settings.hpp"
#include "target.hpp"
#include "temporary_folder.hpp"

using namespace facewire;
using fuzz::require;

namespace {

/// As the config file says it; then as --print-config shows it, which must mean the same.
void tryFile(const std::filesystem::path& file, ByteView toml) {
  require(writeFile(file, toml).has_value(), "the scratch folder cannot be written to");
  const auto assignments = app::readConfigFile(file);
  if (!assignments) {
    require(assignments.error().code == ErrorCode::invalidInput && !assignments.error().detail.empty(),
            "a config file is refused without a reason");
    return;
  }
  app::Configuration configuration;
  if (!configuration.apply(*assignments, "config file")) return;
  const std::string shown = configuration.toToml();
  require(writeFile(file, asBytes(shown)).has_value(), "the scratch folder cannot be written to");
  const auto readBack = app::readConfigFile(file);
  require(readBack.has_value(), "what is shown is no config file: " + (readBack ? "" : readBack.error().detail));
  app::Configuration again;
  const auto applied = again.apply(*readBack, "config file");
  require(applied.has_value(), "what is shown is refused: " + (applied ? "" : applied.error().detail));
  for (const app::Setting& setting : app::settings()) {
    require(setting.show(again.options()) == setting.show(configuration.options()),
            "a setting means something else once it was shown: " + setting.key);
  }
}

/// As the environment and the flags give values: any text at all for any setting.
void tryValue(std::string_view text) {
  for (const app::Setting& setting : app::settings()) {
    app::Options options = app::defaultOptions();
    const std::vector<std::string> values{std::string(text)};
    const auto set = setting.set(options, values);
    if (!set) {
      require(set.error().code == ErrorCode::invalidInput, "a value is refused with another error");
      continue;
    }
    app::Options again = app::defaultOptions();
    const auto shown = setting.show(options);
    require(setting.set(again, shown).has_value(), "what is shown of a setting is refused: " + setting.key);
    require(setting.show(again) == shown, "a setting changes by being shown and set: " + setting.key);
  }
}

}  // namespace

/// The server's settings: the input is a config file, and its first line a value by flag or environment.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const test::TemporaryFolder folder;
  const ByteView bytes = fuzz::toView(data, size);
  tryFile(folder.path() / "facewired.toml", bytes);
  const std::string_view text = asText(bytes);
  tryValue(text.substr(0, text.find('\n')));
  return 0;
}
