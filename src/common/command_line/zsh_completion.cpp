#include <sstream>

#include "completion_model.hpp"
#include "facewire/command_line/completion.hpp"
#include "facewire/command_line/help_format.hpp"

namespace facewire::command_line {
namespace {

/// Inside single quotes, where _arguments gives brackets and colons a meaning.
std::string quoted(const std::string& text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '[' || letter == ']' || letter == ':') out += '\\';
    out += letter == '\'' ? "'\\''" : std::string(1, letter);
    if (letter == '\n') out.back() = ' ';
  }
  return out;
}

std::string actionFor(const CLI::Option& option, bool knowsPeople) {
  std::string words;
  switch (completionOf(option, knowsPeople)) {
    case Completed::files:
      return "_files";
    case Completed::folders:
      return "_files -/";
    case Completed::people:
      return "_facewire_people_names";
    case Completed::words:
      for (const std::string& word : valueWords(option)) words += (words.empty() ? "" : " ") + word;
      return "(" + words + ")";
    default:
      return " ";
  }
}

void writeOptions(std::ostream& out, const std::vector<const CLI::Option*>& options, bool knowsPeople) {
  for (const CLI::Option* option : options) {
    const std::string value = valueName(*option);
    const bool many = option->get_items_expected_max() > 1;
    for (const std::string& spelling : spellings(*option)) {
      out << "    '" << (many ? "*" : "") << spelling << "[" << quoted(option->get_description()) << "]";
      if (!value.empty()) out << ":" << quoted(value) << ":" << actionFor(*option, knowsPeople);
      out << "' \\\n";
    }
  }
}

void writeCommand(std::ostream& out, const CompletedCommand& command, const CompletedCommand& program,
                  bool knowsPeople) {
  const std::string function = functionName(command.path);
  const auto inner = command.app->get_subcommands({});
  out << "\n" << function << "() {\n";
  if (!inner.empty()) out << "  local state line\n  typeset -A opt_args\n";
  out << "  _arguments " << (inner.empty() ? "" : "-C ") << "\\\n";
  writeOptions(out, command.options, knowsPeople);
  if (command.app != program.app) {
    auto global = program.options;  // settings and the server's address may stand behind a command's word
    std::erase_if(global, [&command](const CLI::Option* one) {
      return command.app->get_option_no_throw("--" + (one->get_lnames().empty() ? "" : one->get_lnames()[0])) !=
             nullptr;
    });
    writeOptions(out, global, knowsPeople);
  }
  for (const CLI::Option* option : command.positionals) {
    const bool many = option->get_items_expected_max() > 1;
    out << "    '" << (many ? "*" : "") << ":" << quoted(option->get_name(true)) << ":"
        << actionFor(*option, knowsPeople) << "' \\\n";
  }
  if (inner.empty()) {
    out << "    && return 0\n}\n";
    return;
  }
  out << "    '1:command:->command' '*::argument:->argument' && return 0\n"
      << "  case $state in\n    command)\n      local -a commands=(\n";
  for (const CLI::App* one : inner) {
    out << "        '" << one->get_name() << ":" << quoted(one->get_description()) << "'\n";
  }
  out << "      )\n      _describe command commands\n      ;;\n    argument)\n      case $line[1] in\n";
  for (const CLI::App* one : inner) {
    out << "        " << one->get_name() << ") " << functionName(command.path + " " + one->get_name()) << " ;;\n";
  }
  out << "      esac\n      ;;\n  esac\n}\n";
}

}  // namespace

std::string toZshCompletion(const CLI::App& app) {
  const bool knowsPeople = canTellPeople(app);
  const auto commands = commandsOf(app);
  std::ostringstream out;
  out << "#compdef " << app.get_name() << "\n# Made from the program's own options.\n";
  if (knowsPeople) {
    out << "\n_facewire_people_names() {\n"
           "  local -a names\n"
           "  names=(${(f)\"$(_call_program people facewire --quiet --timeout 2 people names 2>/dev/null)\"})\n"
           "  compadd -a names\n}\n";
  }
  for (const CompletedCommand& command : commands) writeCommand(out, command, commands.front(), knowsPeople);
  out << "\n" << functionName(app.get_name()) << " \"$@\"\n";
  return out.str();
}

}  // namespace facewire::command_line
