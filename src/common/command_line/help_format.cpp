#include "facewire/command_line/help_format.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <sstream>

namespace facewire::command_line {
namespace {

constexpr std::size_t kColumn = 28;
constexpr std::size_t kWidth = 80;

std::string wrapped(const std::string& text, std::size_t width) {
  std::istringstream words(text);
  std::string out;
  std::size_t used = 0;
  for (std::string word; words >> word; used += word.size()) {
    if (!out.empty()) {
      const bool fits = used + 1 + word.size() <= width;
      out += fits ? ' ' : '\n';
      used = fits ? used + 1 : 0;
    }
    out += word;
  }
  return out;
}

}  // namespace

HelpFormat::HelpFormat() {
  column_width(kColumn);
  label("SUBCOMMAND", "COMMAND");
  label("SUBCOMMANDS", "COMMANDS");
  label("Subcommands", "Commands");
}

std::string HelpFormat::make_option_opts(const CLI::Option* option) const {
  const std::string value = valueName(*option);
  if (option->get_positional() || value.empty()) return "";
  const std::string byDefault = option->get_default_str();
  return " " + value + (byDefault.empty() ? "" : " (" + byDefault + ")");
}

std::string HelpFormat::make_option_desc(const CLI::Option* option) const {
  return wrapped(option->get_description(), kWidth - kColumn);
}

std::string valueName(const CLI::Option& option) {
  if (option.get_type_size() == 0 || option.get_expected_max() == 0) return "";
  const std::string type = option.get_type_name();
  return type.substr(0, type.find(':'));
}

std::vector<std::string> valueWords(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto open = type.find('{');
  const auto close = type.find('}', open);
  std::vector<std::string> words;
  if (open == std::string::npos || close == std::string::npos) return words;
  std::istringstream list(type.substr(open + 1, close - open - 1));
  for (std::string word; std::getline(list, word, ',');) words.push_back(word);
  return words;
}

CLI::Validator describedWords(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ",") + word;
  return {[](std::string&) { return std::string(); }, "{" + all + "}"};
}

}  // namespace facewire::command_line
