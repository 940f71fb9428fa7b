#pragma once

#include <CLI/Formatter.hpp>
#include <string>

namespace facewire::app {

/// CLI11's help without what only clutters it: ranges, exclusions and types that are plain from the text.
class HelpFormat : public CLI::Formatter {
 public:
  HelpFormat();
  std::string make_option_opts(const CLI::Option* option) const override;
};

}  // namespace facewire::app
