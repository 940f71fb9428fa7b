#pragma once

#include <CLI/App.hpp>
#include <string>

namespace facewire::command_line {

/// A shell's completion of a program's words: commands, options, files, the words that an option's value may be, and,
/// where a person's name is wanted and the program has a command `people names`, the names of the people.
std::string toBashCompletion(const CLI::App& app);
std::string toZshCompletion(const CLI::App& app);

}  // namespace facewire::command_line
