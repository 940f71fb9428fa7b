#include "config_pages.hpp"

#include <sstream>

#include "configuration.hpp"
#include "facewire/command_line/manual_page.hpp"

namespace facewire::app {
namespace {

constexpr std::size_t kWidth = 78;

/// What differs from machine to machine, or from user to user, has no one default to show.
std::string defaultOf(const Setting& setting) {
  if (setting.key == "data") return "\"/var/lib/facewire\"";
  if (setting.key == "workers") return "3";
  const Configuration configuration;
  const std::string line = configuration.lineOf(setting);
  return line.substr(line.find(" = ") + 3);
}

std::string shownDefault(const Setting& setting) {
  const std::string value = defaultOf(setting);
  return value.empty() || value == "''" ? "not set" : value;
}

void writeComment(std::ostream& out, const std::string& text) {
  std::istringstream words(text);
  std::string line;
  for (std::string word; words >> word;) {
    if (!line.empty() && line.size() + 1 + word.size() > kWidth) {
      out << "# " << line << "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  if (!line.empty()) out << "# " << line << "\n";
}

}  // namespace

std::string configTemplate() {
  std::ostringstream out;
  out << "# facewired's settings; facewired.toml(5) describes them, and facewired --print-config\n"
         "# shows which hold and where each comes from. What is commented out is the default.\n"
         "# After a change: facewired --check-config, then systemctl reload facewired.\n";
  for (const Section& section : sections()) {
    out << "\n\n## " << section.title << "\n";
    for (const Setting& setting : section.settings) {
      out << "\n";
      writeComment(out, setting.help);
      // Where the service may write (facewired.service), so that commands find the service's people too.
      const bool isSet = setting.key == "data";
      out << (isSet ? "" : "#") << setting.key << " = " << defaultOf(setting) << "\n";
    }
  }
  return out.str();
}

std::string configManualPage() {
  using command_line::toRoff;
  std::ostringstream out;
  out << ".TH FACEWIRED.TOML 5 \"\" \"Facewire " FACEWIRE_VERSION
         "\"\n"
         ".SH NAME\nfacewired.toml \\- settings of facewired\n"
         ".SH SYNOPSIS\n/etc/facewire/facewired.toml\n"
         ".SH DESCRIPTION\nA TOML file of the settings below, each a line: \\fBmax_clients = 64\\fR. "
         "Another file is taken by \\fB\\-\\-config\\fR or \\fBFACEWIRE_CONFIG\\fR; an empty name takes none. "
         "Every setting is a flag and a variable of the environment as well: a flag beats the environment, which beats "
         "the file. A key that is no setting is an error.\n.PP\n"
         "\\fBfacewired \\-\\-print\\-config\\fR shows what holds and where it comes from, "
         "\\fBfacewired \\-\\-check\\-config\\fR whether it is good. "
         "A running server reads the file again on SIGHUP (\\fBsystemctl reload facewired\\fR).\n";
  for (const Section& section : sections()) {
    std::string title = section.title;
    for (char& letter : title) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    out << ".SH " << title << "\n";
    for (const Setting& setting : section.settings) {
      out << ".TP\n\\fB" << toRoff(setting.key) << "\\fR = \\fI" << toRoff(shownDefault(setting)) << "\\fR\n"
          << toRoff(setting.help) << "\n.br\n"
          << toRoff(setting.flag() + ", " + setting.environment()) << "; "
          << (setting.isReloadable ? "taken over on SIGHUP" : "needs a start") << ".\n";
    }
  }
  out << ".SH SEE ALSO\n\\fBfacewired\\fR(8)\n";
  return out.str();
}

}  // namespace facewire::app
