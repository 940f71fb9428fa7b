#include "help_format.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>

namespace facewire::app {

HelpFormat::HelpFormat() {
  column_width(26);
  label("SUBCOMMAND", "COMMAND");
  label("SUBCOMMANDS", "COMMANDS");
  label("Subcommands", "Commands");
}

std::string HelpFormat::make_option_opts(const CLI::Option* option) const {
  if (option->get_positional() || option->get_type_size() == 0) return "";
  const std::string type = option->get_type_name();
  std::string text = " " + type.substr(0, type.find(':'));
  if (!option->get_default_str().empty()) text += " (" + option->get_default_str() + ")";
  return text;
}

}  // namespace facewire::app
