#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace facewire::command_line {

/// What a manual page has beside what the program's parser knows.
struct ManualPage {
  struct Part {
    std::string title;
    std::string text;  ///< as a footer: lines that begin with two blanks are examples
  };

  std::string section;  ///< "1", "8"
  std::string summary;  ///< "who is in your pictures"
  std::string version;
  std::vector<Part> parts;  ///< behind what the parser gives
  std::string seeAlso;
};

/// The page of a program as man(7) has it: synopsis, all options by group, each command with its options, examples, and
/// the variables of the environment, from the parser that --help is printed by.
std::string toManualPage(const CLI::App& app, const ManualPage& page);

/// Text as a page's source: nothing in it is taken for a macro or an escape.
std::string toRoff(const std::string& text);

/// Prose and examples (lines that begin with two blanks) as a page's source.
std::string toRoffParagraphs(const std::string& text);

}  // namespace facewire::command_line
