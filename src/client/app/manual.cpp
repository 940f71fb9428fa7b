// Writes what is made from facewire's own parser: its manual page and its completions. Run by the build, never
// installed.

#include <functional>
#include <iostream>
#include <map>

#include "client_parser.hpp"
#include "facewire/command_line/completion.hpp"
#include "facewire/command_line/manual_page.hpp"

namespace {

using namespace facewire;

std::string manualPage(CLI::App& app) {
  command_line::ManualPage page;
  page.section = "1";
  page.summary = "say who is in pictures, cameras and videos";
  page.version = FACEWIRE_VERSION;
  page.parts = {
      {"Configuration",
       "$XDG_CONFIG_HOME/facewire/config.toml (~/.config/facewire/config.toml) may hold any option, those of a command "
       "in a table of its name. A flag beats the environment, which beats the file.\n\n"
       "  server = \"pi.local:7117\"\n"
       "  token_file = \"/home/ada/.facewire-token\"\n\n"
       "  [stream]\n"
       "  no_display = true\n"},
      {"Exit status",
       "0: done; for recognize: somebody known in every image. 2: usage. 3: the server cannot be reached, or the "
       "connection broke. 4: refused (token, TLS). 5: bad input. 10: no face found. 11: faces, but nobody known."}};
  page.seeAlso = "\\fBfacewired\\fR(8), \\fBfacewire\\-protocol\\fR(7)";
  return command_line::toManualPage(app, page);
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, std::function<std::string(CLI::App&)>> pages{
      {"man", manualPage}, {"bash", command_line::toBashCompletion}, {"zsh", command_line::toZshCompletion}};
  const auto page = pages.find(argc == 2 ? argv[1] : "");
  if (page == pages.end()) {
    std::cerr << "usage: facewire-manual man|bash|zsh\n";
    return 2;
  }
  app::ClientParser parser;
  std::cout << page->second(parser.app());
  return 0;
}
