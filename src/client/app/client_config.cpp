#include "client_config.hpp"

#include <toml++/toml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "facewire/base/nearest_word.hpp"
#include "facewire/command_line/help_format.hpp"

namespace facewire::app {
namespace {

constexpr std::string_view kFlag = "--config";

std::optional<std::filesystem::path> usualFile() {
  std::filesystem::path folder;
  if (const char* xdg = std::getenv("XDG_CONFIG_HOME"); xdg && *xdg == '/') {
    folder = xdg;
  } else if (const char* home = std::getenv("HOME"); home && *home) {
    folder = std::filesystem::path(home) / ".config";
  } else {
    return std::nullopt;
  }
  std::filesystem::path file = folder / "facewire" / "config.toml";
  std::error_code error;
  return std::filesystem::exists(file, error) ? std::optional(std::move(file)) : std::nullopt;
}

std::string keyOf(const CLI::Option& option) {
  std::string key = option.get_lnames().empty() ? "" : option.get_lnames()[0];
  std::ranges::replace(key, '-', '_');
  return key;
}

/// What can stand in a file: named options, but for those that end the program.
std::vector<CLI::Option*> configurable(CLI::App& app) {
  return app.get_options([](const CLI::Option* option) {
    const std::string key = keyOf(*option);
    return !key.empty() && key != "help" && key != "help_all" && key != "version" && key != "config" &&
           key != "print_config";
  });
}

Result<std::string> textOf(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  if (const auto* real = node.as_floating_point()) {
    std::ostringstream text;
    text << real->get();
    return text.str();
  }
  return fail(ErrorCode::invalidInput, "text, a number, true or false is expected");
}

Result<void> setDefault(CLI::Option& option, const toml::node& node) {
  const auto text = textOf(node);
  if (!text) return fail(text.error());
  try {
    option.run_callback_for_default()->default_val(*text);
  } catch (const CLI::Error& error) {
    return fail(ErrorCode::invalidInput, error.what());
  }
  return {};
}

}  // namespace

ClientConfig::ClientConfig(int argc, const char* const* argv) : arguments_(argv, argv + argc) {
  std::optional<std::string> named;
  if (const char* variable = std::getenv("FACEWIRE_CLIENT_CONFIG")) named = variable;
  for (std::size_t i = 1; i < arguments_.size(); ++i) {
    const std::string& word = arguments_[i];
    if (word == kFlag && i + 1 < arguments_.size()) named = arguments_[i + 1];
    if (word.starts_with(std::string(kFlag) + "=")) named = word.substr(kFlag.size() + 1);
  }
  if (!named) {
    file_ = usualFile();
  } else if (!named->empty()) {
    file_ = *named;
  }
}

Result<void> ClientConfig::apply(CLI::App& app) {
  if (!file_) return {};
  toml::table table;
  try {
    table = toml::parse_file(file_->string());
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << file_->string();
    if (error.source().begin.line > 0) where << ":" << error.source().begin.line;
    where << ": " << error.description();
    return fail(ErrorCode::invalidInput, where.str());
  }
  const auto refuse = [this](const toml::node& node, const std::string& why) {
    return fail(ErrorCode::invalidInput, file_->string() + ":" + std::to_string(node.source().begin.line) + ": " + why);
  };
  const auto applyTo = [&](CLI::App& command, const toml::table& values, const std::string& prefix,
                           bool takesTables) -> Result<void> {
    for (const auto& [key, node] : values) {
      const std::string name(key.str());
      if (takesTables && node.is_table()) continue;
      const auto options = configurable(command);
      const auto option = std::ranges::find_if(options, [&](const CLI::Option* one) { return keyOf(*one) == name; });
      if (option == options.end()) {
        std::vector<std::string> names;
        for (const CLI::Option* one : options) names.push_back(keyOf(*one));
        const std::string nearest = nearestWord(name, names);
        return refuse(node, "\"" + prefix + name + "\" is no option" +
                                (nearest.empty() ? "" : "; did you mean \"" + prefix + nearest + "\"?"));
      }
      if (auto set = setDefault(**option, node); !set) return refuse(node, prefix + name + ": " + set.error().detail);
      inFile_.insert(prefix + name);
    }
    return {};
  };
  if (auto done = applyTo(app, table, "", true); !done) return done;
  for (const auto& [key, node] : table) {
    if (!node.is_table()) continue;
    const std::string name(key.str());
    const auto commands = app.get_subcommands([&name](const CLI::App* one) { return one->get_name() == name; });
    if (commands.empty()) {
      std::vector<std::string> names;
      for (const CLI::App* one : app.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(one->get_name());
      }
      return refuse(node, "[" + name + "] is no command; did you mean [" + nearestWord(name, names) + "]?");
    }
    if (auto done = applyTo(*commands[0], *node.as_table(), name + ".", false); !done) return done;
  }
  return {};
}

std::string ClientConfig::sourceOf(const CLI::Option& option, const std::string& place) const {
  for (const std::string& name : option.get_lnames()) {
    const auto isIt = [flag = "--" + name](const std::string& word) {
      return word == flag || word.starts_with(flag + "=");
    };
    if (std::ranges::any_of(arguments_, isIt)) return "--" + name;
  }
  const std::string variable = option.get_envname();
  const char* value = variable.empty() ? nullptr : std::getenv(variable.c_str());
  if (value && *value) return variable;
  return inFile_.contains(place) ? file_->string() : "default";
}

std::string ClientConfig::show(const CLI::App& app) const {
  std::ostringstream out;
  const auto showAll = [&](const CLI::App& command, const std::string& prefix) {
    for (const CLI::Option* option : configurable(const_cast<CLI::App&>(command))) {
      const bool isFlag = command_line::valueName(*option).empty();
      std::string value = option->count() > 0 ? option->as<std::string>() : option->get_default_str();
      if (isFlag) value = value.empty() || value == "false" || value == "0" ? "false" : "true";
      const bool isBare = isFlag || (!value.empty() && value.find_first_not_of("0123456789.") == std::string::npos);
      std::ostringstream quoted;
      if (!isBare) quoted << toml::toml_formatter{toml::table{{"k", value}}};
      out << (value.empty() ? "#" : "") << keyOf(*option) << " = " << (isBare ? value : quoted.str().substr(4))
          << "  # " << sourceOf(*option, prefix + keyOf(*option)) << "\n";
    }
  };
  showAll(app, "");
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (configurable(const_cast<CLI::App&>(*command)).empty()) continue;
    out << "\n[" << command->get_name() << "]\n";
    showAll(*command, command->get_name() + ".");
  }
  return out.str();
}

}  // namespace facewire::app
