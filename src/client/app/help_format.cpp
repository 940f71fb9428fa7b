#include "help_format.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <sstream>

#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr std::size_t kWidth = 79;
constexpr std::size_t kTextFrom = 26;

}  // namespace

std::string wrapped(const std::string& text, std::size_t width) {
  std::istringstream words(text);
  std::string lines;
  std::size_t taken = 0;
  for (std::string word; words >> word;) {
    const std::size_t wide = displayWidth(word);
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
  if (option->get_positional() || option->get_type_size() == 0) return "";
  const std::string type = option->get_type_name();
  std::string text = " " + type.substr(0, type.find(':'));
  if (!option->get_default_str().empty()) text += " (" + option->get_default_str() + ")";
  return text;
}

std::string HelpFormat::make_option_desc(const CLI::Option* option) const {
  return wrapped(option->get_description(), kWidth - kTextFrom);
}

std::string HelpFormat::make_footer(const CLI::App* app) const {
  const std::string footer = app->get_footer();
  return footer.empty() ? "" : reflowed(footer, kWidth) + "\n";
}

}  // namespace facewire::app
