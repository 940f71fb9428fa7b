#include "import_summary.hpp"

#include "terminal_text.hpp"

namespace facewire::app {

void count(Tally& tally, bool taken, const Result<client::Enrolled>& enrolled) {
  ++(!taken ? tally.refused : enrolled->already ? tally.already : tally.enrolled);
}

void printSummary(const Session& session, const Tallies& people, const EnrolReport& report, const std::string& noun) {
  std::string total = "imported " + std::to_string(report.enrolled()) + " of " +
                      counted(report.enrolled() + report.already() + report.refused(), noun) + " of " +
                      std::to_string(people.size()) + (people.size() == 1 ? " person" : " people");
  if (report.already() > 0) total += ", " + std::to_string(report.already()) + " enrolled already";
  if (session.options.json) {
    session.console.note(total);
    return;
  }
  // Only who imports a folder again needs the column.
  const bool again = report.already() > 0;
  using Align = Table::Column::Align;
  std::vector<Table::Column> columns{{.heading = "NAME", .shrinks = true},
                                     {.heading = "ENROLLED", .align = Align::right}};
  if (again) columns.push_back({.heading = "ALREADY", .align = Align::right});
  columns.push_back({.heading = "REFUSED", .align = Align::right});
  Table table(std::move(columns));
  for (const auto& [name, tally] : people) {
    std::vector<std::string> cells{printable(name), std::to_string(tally.enrolled)};
    if (again) cells.push_back(std::to_string(tally.already));
    cells.push_back(std::to_string(tally.refused));
    table.add(std::move(cells));
  }
  session.console.table(table);
  session.console.result(total);
}

}  // namespace facewire::app
