#pragma once

#include <CLI/Formatter.hpp>
#include <string>
#include <vector>

namespace facewire::app {

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

}  // namespace facewire::app
