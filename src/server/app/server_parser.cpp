#include "server_parser.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "config_file.hpp"
#include "facewire/command_line/help_format.hpp"
#include "settings.hpp"

namespace facewire::app {
namespace {

constexpr const char* kFooter =
    "A flag beats the environment (FACEWIRE_MAX_CLIENTS=64), which beats the\n"
    "configuration file (max_clients = 64). facewired --help-all shows all settings.\n\n"
    "  facewired                                    serve this machine\n"
    "  facewired keygen; facewired token add door   make ready for the network\n"
    "  facewired --listen 0.0.0.0:7117              then serve it";

}  // namespace

ServerParser::ServerParser()
    : app_("Facewire's server: takes JPEG frames over TCP, says who is in them, sends the\nannotated frames back.",
           "facewired") {
  app_.formatter(std::make_shared<command_line::HelpFormat>());
  app_.footer(kFooter);
  app_.set_version_flag("--version", "facewired " FACEWIRE_VERSION);
  app_.set_help_all_flag("--help-all", "Show all settings.");
  app_.add_option_function<std::string>(
          "--config", [this](const std::string& file) { configFile = file; },
          std::string("Configuration file, TOML; \"\" takes none (") + kConfigFile + ", if it is there).")
      ->type_name("FILE");
  app_.add_flag("--print-config", printConfig, "Show every setting and where it came from.");
  app_.add_flag("--check-config", checkConfig, "Say whether the configuration is good.");
  app_.fallthrough();  // settings may stand behind a command's word
  addSettings();
  addCheckCommand(app_, command);
  addKeygenCommand(app_, command);
  addTokenCommand(app_, command);
  for (CLI::App* one : app_.get_subcommands({})) one->group("Commands");
}

void ServerParser::addSettings() {
  for (const Section& section : sections()) {
    for (const Setting& setting : section.settings) {
      CLI::Option* option = app_.add_option_function<std::vector<std::string>>(
          setting.flag(), [this, &setting](const std::vector<std::string>& texts) { flags[setting.key] = texts; },
          setting.help);
      option->group(setting.isCommon ? section.title : "");
      option->type_name(setting.value)->expected(setting.isSwitch ? 0 : 1, 1);
      if (setting.isSwitch) option->default_str("true");
      if (!setting.words.empty()) option->check(command_line::describedWords(setting.words));
      option->multi_option_policy(setting.isList ? CLI::MultiOptionPolicy::TakeAll : CLI::MultiOptionPolicy::TakeLast);
    }
  }
}

void ServerParser::showAllSettings() {
  for (const Section& section : sections()) {
    for (const Setting& setting : section.settings) app_.get_option(setting.flag())->group(section.title);
  }
}

}  // namespace facewire::app
