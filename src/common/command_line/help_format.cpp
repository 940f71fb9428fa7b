#include "facewire/command_line/help_format.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <sstream>

namespace facewire::command_line {
namespace {

constexpr std::size_t kWidth = 79;
constexpr std::size_t kTextFrom = 26;

}  // namespace

std::string wrapped(const std::string& text, std::size_t width) {
  std::istringstream words(text);
  std::string lines;
  std::size_t taken = 0;
  for (std::string word; words >> word;) {
    const std::size_t wide = word.size();
    if (taken > 0 && taken + 1 + wide > width) {
      lines += '\n';
      taken = 0;
    }
    lines += (taken > 0 ? " " : "") + word;
    taken += (taken > 0 ? 1 : 0) + wide;
  }
  return lines;
}

std::string reflowed(const std::string& text, std::size_t width) {
  std::istringstream lines(text);
  std::string all;
  std::string paragraph;
  const auto endParagraph = [&] {
    if (!paragraph.empty()) all += wrapped(paragraph, width) + '\n';
    paragraph.clear();
  };
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != ' ') {
      paragraph += line + ' ';
      continue;
    }
    endParagraph();
    all += line + '\n';
  }
  endParagraph();
  if (!all.empty()) all.pop_back();
  return all;
}

HelpFormat::HelpFormat() {
  column_width(kTextFrom);
  label("SUBCOMMAND", "COMMAND");
  label("SUBCOMMANDS", "COMMANDS");
  label("Subcommands", "Commands");
}

std::string HelpFormat::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const {
  if (mode == CLI::AppFormatMode::Sub) return make_expanded(app);
  return make_description(app) + make_usage(app, std::move(name)) + make_positionals(app) +
         make_subcommands(app, mode) + make_groups(app, mode) + "\n" + make_footer(app);
}

std::string HelpFormat::make_groups(const CLI::App* app, CLI::AppFormatMode mode) const {
  std::string text;
  for (const std::string& group : app->get_groups()) {
    const auto options = app->get_options(
        [&](const CLI::Option* option) { return option->get_group() == group && option->nonpositional(); });
    if (group.empty() || options.empty()) continue;
    if (group != kMoreOptions || mode == CLI::AppFormatMode::All) {
      text += make_group(group, false, options);
      continue;
    }
    std::string names = group + " (--help-all explains them):";
    for (const CLI::Option* option : options) names += " " + option->get_name() + (option == options.back() ? "" : ",");
    text += "\n" + wrapped(names, kWidth) + "\n";
  }
  return text;
}

std::string HelpFormat::make_option_opts(const CLI::Option* option) const {
  const std::string value = valueName(*option);
  if (option->get_positional() || value.empty()) return "";
  const std::string byDefault = option->get_default_str();
  return " " + value + (byDefault.empty() ? "" : " (" + byDefault + ")");
}

std::string HelpFormat::make_option_desc(const CLI::Option* option) const {
  return wrapped(option->get_description(), kWidth - kTextFrom);
}

std::string HelpFormat::make_footer(const CLI::App* app) const {
  const std::string footer = app->get_footer();
  return footer.empty() ? "" : reflowed(footer, kWidth) + "\n";
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
