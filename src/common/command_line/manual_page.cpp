#include "facewire/command_line/manual_page.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "facewire/command_line/help_format.hpp"

namespace facewire::command_line {
namespace {

using Options = std::vector<const CLI::Option*>;

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char letter) { return std::toupper(letter); });
  return text;
}

std::string bold(const std::string& text) {
  return "\\fB" + toRoff(text) + "\\fR";
}

std::string italic(const std::string& text) {
  return "\\fI" + toRoff(text) + "\\fR";
}

/// "-h, --help" in bold, the value's name in italics.
std::string heading(const CLI::Option& option) {
  if (option.get_positional()) return italic(option.get_name(true));
  std::string text;
  const auto add = [&text](const std::string& name) { text += (text.empty() ? "" : ", ") + bold(name); };
  for (const std::string& name : option.get_snames()) add("-" + name);
  for (const std::string& name : option.get_lnames()) add("--" + name);
  if (const std::string value = valueName(option); !value.empty()) text += " " + italic(value);
  return text;
}

std::string describe(const CLI::Option& option) {
  std::string text = option.get_description();
  if (!option.get_default_str().empty() && !valueName(option).empty()) {
    text += " (Default: " + option.get_default_str() + ".)";
  }
  return toRoff(text);
}

void writeOptions(std::ostream& out, const Options& options) {
  for (const CLI::Option* option : options) out << ".TP\n" << heading(*option) << "\n" << describe(*option) << "\n";
}

Options optionsOf(const CLI::App& app, bool positional) {
  return app.get_options([positional](const CLI::Option* option) { return option->get_positional() == positional; });
}

std::vector<std::string> groupsOf(const CLI::App& app) {
  std::vector<std::string> groups = app.get_groups();
  std::erase_if(groups, [](const std::string& group) { return group.empty(); });
  return groups;
}

std::string synopsis(const CLI::App& app, const std::string& path) {
  std::string text = bold(path);
  for (const CLI::Option* option : optionsOf(app, true)) {
    const bool many = option->get_items_expected_max() > 1;
    const std::string word = italic(option->get_name(true)) + (many ? "..." : "");
    text += " " + (option->get_required() ? word : "[" + word + "]");
  }
  if (optionsOf(app, false).size() > 1) text += " [" + italic("options") + "]";
  if (!app.get_subcommands({}).empty()) text += " " + italic("command") + " ...";
  return text;
}

void writeCommand(std::ostream& out, const CLI::App& app, const std::string& path) {
  out << ".SS " << bold(path) << "\n" << toRoff(app.get_description()) << "\n.PP\n" << synopsis(app, path) << "\n";
  writeOptions(out, optionsOf(app, true));
  Options options = optionsOf(app, false);
  std::erase_if(options, [](const CLI::Option* option) { return option->check_lname("help"); });
  writeOptions(out, options);
  out << toRoffParagraphs(app.get_footer());
  for (const CLI::App* inner : app.get_subcommands({})) writeCommand(out, *inner, path + " " + inner->get_name());
}

void collectVariables(const CLI::App& app, Options& found) {
  const Options here = app.get_options([](const CLI::Option* option) { return !option->get_envname().empty(); });
  found.insert(found.end(), here.begin(), here.end());
  for (const CLI::App* inner : app.get_subcommands({})) collectVariables(*inner, found);
}

}  // namespace

std::string toRoff(const std::string& text) {
  std::string out;
  for (const char letter : text) {
    const bool isLineStart = out.empty() || out.back() == '\n';
    if (isLineStart && (letter == '.' || letter == '\'')) out += "\\&";
    if (letter == '\\') {
      out += "\\e";
    } else if (letter == '-') {
      out += "\\-";
    } else {
      out += letter;
    }
  }
  return out;
}

std::string toRoffParagraphs(const std::string& text) {
  std::istringstream lines(text);
  std::string out;
  bool isExample = false;
  const auto beExample = [&](bool wanted) {
    if (wanted != isExample) out += wanted ? ".PP\n.RS 4\n.EX\n" : ".EE\n.RE\n";
    isExample = wanted;
  };
  bool isFirst = true;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) {
      if (!isExample) isFirst = true;
      continue;
    }
    beExample(line.starts_with("  "));
    if (!isExample && isFirst) out += ".PP\n";
    isFirst = false;
    out += toRoff(isExample ? line.substr(2) : line) + "\n";
  }
  beExample(false);
  return out;
}

std::string toManualPage(const CLI::App& app, const ManualPage& page) {
  const std::string name = app.get_name();
  std::ostringstream out;
  out << ".TH " << upper(name) << " " << page.section << " \"\" \"Facewire " << page.version << "\"\n"
      << ".SH NAME\n"
      << name << " \\- " << toRoff(page.summary) << "\n"
      << ".SH SYNOPSIS\n"
      << synopsis(app, name) << "\n"
      << ".SH DESCRIPTION\n"
      << toRoff(app.get_description()) << "\n"
      << toRoffParagraphs(app.get_footer());
  for (const std::string& group : groupsOf(app)) {
    Options options = app.get_options(
        [&group](const CLI::Option* option) { return option->get_group() == group && option->nonpositional(); });
    if (options.empty()) continue;
    out << ".SH " << upper(group) << "\n";
    writeOptions(out, options);
  }
  const auto commands = app.get_subcommands({});
  if (!commands.empty()) out << ".SH COMMANDS\n";
  for (const CLI::App* command : commands) writeCommand(out, *command, name + " " + command->get_name());
  Options variables;
  collectVariables(app, variables);
  if (!variables.empty()) out << ".SH ENVIRONMENT\n";
  for (const CLI::Option* option : variables) {
    out << ".TP\n" << bold(option->get_envname()) << "\nAs " << bold(option->get_name()) << ".\n";
  }
  for (const ManualPage::Part& part : page.parts) {
    out << ".SH " << upper(part.title) << "\n" << toRoffParagraphs(part.text);
  }
  if (!page.seeAlso.empty()) out << ".SH SEE ALSO\n" << page.seeAlso << "\n";
  return out.str();
}

}  // namespace facewire::command_line
