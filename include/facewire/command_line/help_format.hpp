#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace facewire::command_line {

/// CLI11's help without what only clutters it: ranges, exclusions and types that are plain from the text; in lines of
/// at most 79 columns. Commands come before options; of the options in the group kMoreOptions only the names are told,
/// unless all help is asked for.
class HelpFormat : public CLI::Formatter {
 public:
  static constexpr const char* kMoreOptions = "More options";

  HelpFormat();
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
  std::string make_groups(const CLI::App* app, CLI::AppFormatMode mode) const;
  std::string make_option_opts(const CLI::Option* option) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
  std::string make_footer(const CLI::App* app) const override;
};

/// The words of `text` in lines of at most `width` columns, a longer word in a line of its own. A pure function.
std::string wrapped(const std::string& text, std::size_t width);

/// Paragraphs in lines of at most `width` columns; lines that begin with a space stay as they are. A pure function.
std::string reflowed(const std::string& text, std::size_t width);

/// What an option's value is called, "FILE", without what checks it; empty for a flag.
std::string valueName(const CLI::Option& option);

/// The words that the option's value may be; empty where they are not few.
std::vector<std::string> valueWords(const CLI::Option& option);

/// Has valueWords() tell these, for an option that is checked later.
CLI::Validator describedWords(const std::vector<std::string>& words);

}  // namespace facewire::command_line
