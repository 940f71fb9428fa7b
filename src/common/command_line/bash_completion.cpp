#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "completion_model.hpp"
#include "facewire/command_line/completion.hpp"
#include "facewire/command_line/help_format.hpp"

namespace facewire::command_line {
namespace {

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// What completes such a value: a line of bash.
std::string actionFor(const CLI::Option& option, bool knowsPeople) {
  switch (completionOf(option, knowsPeople)) {
    case Completed::files:
      return "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")";
    case Completed::folders:
      return "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")";
    case Completed::words:
      return "mapfile -t COMPREPLY < <(compgen -W '" + joined(valueWords(option), " ") + "' -- \"$cur\")";
    case Completed::people:
      return "_facewire_people_names";
    default:
      return ":";
  }
}

/// Names may hold blanks and quotes, so each is quoted as the shell would need it typed.
constexpr const char* kPeople = R"bash(
_facewire_people_names() {
  local name
  while IFS= read -r name; do
    [[ $name == "$typed"* ]] && COMPREPLY+=("$(printf '%q' "$name")")
  done < <(facewire --quiet --timeout 2 "${common[@]}" people names 2>/dev/null)
}
)bash";

}  // namespace

std::string toBashCompletion(const CLI::App& app) {
  const bool knowsPeople = canTellPeople(app);
  const auto commands = commandsOf(app);
  std::map<std::string, std::vector<std::string>> byAction;
  std::set<std::string> valued;
  for (const CompletedCommand& command : commands) {
    for (const CLI::Option* option : command.options) {
      if (valueName(*option).empty()) continue;
      for (const std::string& spelling : spellings(*option)) {
        if (valued.insert(spelling).second) byAction[actionFor(*option, knowsPeople)].push_back(spelling);
      }
    }
  }
  const std::vector<std::string> valuedList(valued.begin(), valued.end());

  std::ostringstream out;
  const std::string function = functionName(app.get_name());
  out << "# bash completion for " << app.get_name() << ", made from its own options\n";
  if (knowsPeople) out << kPeople;
  out << "\n"
      << function << "() {\n"
      << "  local cur=${COMP_WORDS[COMP_CWORD]} prev= path=" << app.get_name() << " word i typed\n"
      << "  local -a common=()\n"
      // Without what quotes it; never evaluated, as nothing of it was entered yet.
      << "  typed=${cur//[\\\\\\\"\\']/}\n"
      << "  COMPREPLY=()\n"
      << "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      << "    word=${COMP_WORDS[i]}\n"
      << "    prev=\n"
      << "    case $word in\n"
      << "      " << joined(valuedList, " | ") << ")\n"
      << "        prev=$word\n"
      << "        ((++i < COMP_CWORD)) || break\n"
      << "        case $word in --server | --token-file | --tls-*) common+=(\"$word\" \"${COMP_WORDS[i]}\") ;; esac\n"
      << "        prev=\n"
      << "        continue\n"
      << "        ;;\n"
      << "      --tls | --tls-first-use) common+=(\"$word\") ;;\n"
      << "      -*) continue ;;\n"
      << "    esac\n"
      << "    case \"$path $word\" in\n";
  std::vector<std::string> paths;
  for (const CompletedCommand& command : commands) {
    if (command.path != app.get_name()) paths.push_back("'" + command.path + "'");
  }
  if (!paths.empty()) out << "      " << joined(paths, " | ") << ") path=\"$path $word\" ;;\n";
  out << "      *) ;;\n    esac\n  done\n  case $prev in\n";
  for (const auto& [action, names] : byAction) {
    out << "    " << joined(names, " | ") << ")\n      " << action << "\n      return\n      ;;\n";
  }
  out << "  esac\n  case $path in\n";
  std::vector<std::string> everywhere;
  for (const CLI::Option* option : commands.front().options) {
    std::ranges::copy(spellings(*option), std::back_inserter(everywhere));
  }
  for (const CompletedCommand& command : commands) {
    std::vector<std::string> words = everywhere;
    for (const CLI::Option* option : command.options) std::ranges::copy(spellings(*option), std::back_inserter(words));
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
    std::vector<std::string> inner;
    for (const CLI::App* one : command.app->get_subcommands({})) inner.push_back(one->get_name());
    out << "    '" << command.path << "')\n"
        << "      if [[ $cur == -* ]]; then\n"
        << "        mapfile -t COMPREPLY < <(compgen -W '" << joined(words, " ") << "' -- \"$cur\")\n"
        << "      else\n";
    if (!inner.empty()) {
      out << "        mapfile -t COMPREPLY < <(compgen -W '" << joined(inner, " ") << "' -- \"$cur\")\n";
    } else {
      std::set<std::string> actions;
      for (const CLI::Option* option : command.positionals) actions.insert(actionFor(*option, knowsPeople));
      actions.erase(":");
      // Pictures after a name: the first is asked for before the second is.
      if (actions.empty()) actions.insert(":");
      for (const std::string& action : actions) out << "        " << action << "\n";
    }
    out << "      fi\n      ;;\n";
  }
  out << "  esac\n}\n\ncomplete -F " << function << " " << app.get_name() << "\n";
  return out.str();
}

}  // namespace facewire::command_line
