#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "exit_status.hpp"
#include "settings.hpp"

namespace facewire::app {
namespace {

constexpr const char* kFooter =
    "Every setting can also stand in the file of --config (TOML: max_clients = 64) or in the environment\n"
    "(FACEWIRE_MAX_CLIENTS=64). A flag beats the environment, which beats the file.\n\n"
    "Examples:\n"
    "  facewired                                        serve this machine on 127.0.0.1:7117\n"
    "  facewired keygen; facewired token add door       make ready for the network: TLS and a token\n"
    "  facewired --listen 0.0.0.0:7117                  then serve it\n"
    "  facewired --listen unix:/run/facewire/socket     serve programs of this machine only";

Result<void> applyAll(Configuration& configuration, const std::string& file, const Assignments& flags) {
  if (!file.empty()) {
    const auto assignments = readConfigFile(file);
    if (!assignments) return fail(assignments.error());
    if (auto applied = configuration.apply(*assignments, file); !applied) return applied;
  }
  for (const auto& [key, texts] : readEnvironment()) {
    const auto setting = std::ranges::find(settings(), key, &Setting::key);
    if (auto applied = configuration.apply({{key, texts}}, setting->environment()); !applied) return applied;
  }
  for (const auto& [key, texts] : flags) {
    const auto setting = std::ranges::find(settings(), key, &Setting::key);
    if (auto applied = configuration.apply({{key, texts}}, setting->flag()); !applied) return applied;
  }
  return {};
}

}  // namespace

tl::expected<Invocation, int> readCommandLine(int argc, char** argv) {
  CLI::App app("Facewire's server: takes JPEG frames over TCP, says who is in them, sends the annotated frames back.",
               "facewired");
  app.footer(kFooter);
  app.set_version_flag("--version", "facewired " FACEWIRE_VERSION);
  app.get_formatter()->column_width(30);

  Invocation invocation;
  std::string file;
  app.add_option("--config", file, "Configuration file, TOML.")->type_name("FILE")->envname("FACEWIRE_CONFIG");
  app.add_flag("--print-config", invocation.printConfig, "Show every setting and where it came from, and end.");
  app.add_flag("--check-config", invocation.checkConfig, "Say whether the configuration is good, and end.");
  app.fallthrough();  // settings may stand behind a command's word
  addCheckCommand(app, invocation.command);
  addKeygenCommand(app, invocation.command);
  addTokenCommand(app, invocation.command);
  Assignments flags;
  for (const Setting& setting : settings()) {
    CLI::Option* option = app.add_option_function<std::vector<std::string>>(
        setting.flag(), [&flags, &setting](const std::vector<std::string>& texts) { flags[setting.key] = texts; },
        setting.help);
    option->type_name(setting.value)->expected(setting.isSwitch ? 0 : 1, 1);
    if (setting.isSwitch) option->default_str("true");
    option->multi_option_policy(setting.isList ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return tl::unexpected(app.exit(done));
  } catch (const CLI::ParseError& error) {
    std::cerr << "facewired: " << error.what() << "; see facewired --help\n";
    return tl::unexpected(kMisused);
  }

  auto applied = applyAll(invocation.configuration, file, flags);
  if (applied && !invocation.printConfig) applied = validate(invocation.configuration.options());
  if (!applied) {
    std::cerr << "facewired: " << applied.error().detail << "\n";
    return tl::unexpected(kMisused);
  }
  return invocation;
}

}  // namespace facewire::app
