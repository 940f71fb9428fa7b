#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace facewire::command_line {

/// What a shell can say of the value of an option, or of a positional argument.
enum class Completed { nothing, files, folders, people, words };

/// One command of a program; the first is the program itself.
struct CompletedCommand {
  std::string path;  ///< "facewire people show"
  const CLI::App* app;
  std::vector<const CLI::Option*> options;      ///< its own
  std::vector<const CLI::Option*> positionals;  ///< its own
};

std::vector<CompletedCommand> commandsOf(const CLI::App& app);

/// `knowsPeople`: the program can tell their names.
Completed completionOf(const CLI::Option& option, bool knowsPeople);

/// Whether the program has the command `people names`.
bool canTellPeople(const CLI::App& app);

/// Every way to write the option: "-h", "--help".
std::vector<std::string> spellings(const CLI::Option& option);

/// A function's name in a shell: "_facewire_people_show".
std::string functionName(const std::string& path);

}  // namespace facewire::command_line
