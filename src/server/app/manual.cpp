// Writes what is made from facewired's own parser and settings: manual pages, completions, the commented configuration
// file. Run by the build, never installed.

#include <functional>
#include <iostream>
#include <map>

#include "config_pages.hpp"
#include "facewire/command_line/completion.hpp"
#include "facewire/command_line/manual_page.hpp"
#include "server_parser.hpp"

namespace {

using namespace facewire;

std::string manualPage() {
  app::ServerParser parser;
  parser.showAllSettings();
  command_line::ManualPage page;
  page.section = "8";
  page.summary = "recognise faces in frames sent over the network";
  page.version = FACEWIRE_VERSION;
  page.parts = {
      {"Signals",
       "SIGINT and SIGTERM stop the server: it accepts nobody else, answers what was read, and ends within --grace; a "
       "second one ends it at once.\n\nSIGHUP has it read its configuration and its certificate again. What is in use "
       "from then on, and what needs a start, is told in the log; a configuration with an error changes nothing."},
      {"Exit status", "0: stopped as asked. 2: usage or configuration. 1: anything else, told on standard error."},
      {"Files",
       "/etc/facewire/facewired.toml: the configuration; see facewired.toml(5).\n\n"
       "/var/lib/facewire: people, tokens and keys of the service of that name.\n\n"
       "$XDG_DATA_HOME/facewire, ~/.local/share/facewire: those of a server that a user starts."}};
  page.seeAlso = "\\fBfacewire\\fR(1), \\fBfacewired.toml\\fR(5), \\fBfacewire\\-protocol\\fR(7)";
  return command_line::toManualPage(parser.app(), page);
}

std::string bash() {
  app::ServerParser parser;
  parser.showAllSettings();
  return command_line::toBashCompletion(parser.app());
}

std::string zsh() {
  app::ServerParser parser;
  parser.showAllSettings();
  return command_line::toZshCompletion(parser.app());
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, std::function<std::string()>> pages{{"man", manualPage},
                                                                  {"config-man", app::configManualPage},
                                                                  {"config", app::configTemplate},
                                                                  {"bash", bash},
                                                                  {"zsh", zsh}};
  const auto page = pages.find(argc == 2 ? argv[1] : "");
  if (page == pages.end()) {
    std::cerr << "usage: facewired-manual man|config-man|config|bash|zsh\n";
    return 2;
  }
  std::cout << page->second();
  return 0;
}
