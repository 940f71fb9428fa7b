#pragma once

#include <CLI/App.hpp>

namespace facewire::command_line {

/// Help as both programs show it: values after their flags, descriptions wrapped to 80 columns.
class HelpFormat : public CLI::Formatter {
 public:
  HelpFormat();

  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
};

/// What an option's value is called, "FILE", without what checks it; empty for a flag.
std::string valueName(const CLI::Option& option);

/// The words that the option's value may be; empty where they are not few.
std::vector<std::string> valueWords(const CLI::Option& option);

/// Has valueWords() tell these, for an option that is checked later.
CLI::Validator describedWords(const std::vector<std::string>& words);

}  // namespace facewire::command_line
