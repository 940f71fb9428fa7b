#include "completion_model.hpp"

#include <algorithm>

#include "facewire/command_line/help_format.hpp"

namespace facewire::command_line {
namespace {

void collect(const CLI::App& app, const std::string& path, std::vector<CompletedCommand>& found) {
  found.push_back({path, &app, app.get_options([](const CLI::Option* option) { return option->nonpositional(); }),
                   app.get_options([](const CLI::Option* option) { return option->get_positional(); })});
  for (const CLI::App* inner : app.get_subcommands({})) collect(*inner, path + " " + inner->get_name(), found);
}

}  // namespace

std::vector<CompletedCommand> commandsOf(const CLI::App& app) {
  std::vector<CompletedCommand> found;
  collect(app, app.get_name(), found);
  return found;
}

Completed completionOf(const CLI::Option& option, bool knowsPeople) {
  if (!valueWords(option).empty()) return Completed::words;
  const std::string value = option.get_positional() ? option.get_name(true) : valueName(option);
  if (value == "DIR") return Completed::folders;
  for (const char* file : {"FILE", "PATH", "IMAGE", "PROGRAM"}) {
    if (value.find(file) != std::string::npos) return Completed::files;
  }
  if (knowsPeople && (value == "NAME" || value == "OLD")) return Completed::people;
  return Completed::nothing;
}

bool canTellPeople(const CLI::App& app) {
  const auto people = app.get_subcommands([](const CLI::App* command) { return command->get_name() == "people"; });
  return !people.empty() &&
         !people[0]->get_subcommands([](const CLI::App* command) { return command->get_name() == "names"; }).empty();
}

std::vector<std::string> spellings(const CLI::Option& option) {
  std::vector<std::string> all;
  for (const std::string& name : option.get_snames()) all.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) all.push_back("--" + name);
  return all;
}

std::string functionName(const std::string& path) {
  std::string name = "_" + path;
  std::ranges::replace_if(
      name, [](char letter) { return letter == ' ' || letter == '-'; }, '_');
  return name;
}

}  // namespace facewire::command_line
