#include "import_command.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "enrol_report.hpp"
#include "facewire/album/import_plan.hpp"
#include "facewire/album/natural_order.hpp"
#include "facewire/base/file.hpp"
#include "read_ahead.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

struct NaturalLess {
  bool operator()(const std::string& a, const std::string& b) const { return album::comesBefore(a, b); }
};

struct Tally {
  std::size_t enrolled = 0;
  std::size_t already = 0;
  std::size_t refused = 0;
};

using Tallies = std::map<std::string, Tally, NaturalLess>;

void printSummary(const Session& session, const Tallies& people, const EnrolReport& report) {
  std::string total = "imported " + std::to_string(report.enrolled()) + " of " +
                      counted(report.enrolled() + report.already() + report.refused(), "picture") + " of " +
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

/// A picture that an export has kept goes back as it is.
Result<client::Enrolled> putBack(client::Client& client, const album::ImportItem& item) {
  auto png = readFile(item.file, protocol::kMaxDataBytes);
  if (!png) return fail(png.error());
  const album::KeptSample& kept = *item.kept;
  const auto added = client.addSample({std::move(*png), kept.face},
                                      {item.person, kept.stranger, kept.personCreated, item.source, kept.created});
  if (!added) return fail(added.error());
  client::Enrolled enrolled;
  enrolled.name = item.person;
  enrolled.sample = added->sample;
  enrolled.newPerson = added->newPerson;
  enrolled.already = added->already;
  enrolled.box = kept.face;
  return enrolled;
}

}  // namespace

ExitStatus runImport(const Session& session, const ImportOptions& options) {
  const auto plan = album::planImport(options.folder);
  if (!plan) return session.report(plan.error());
  auto client = session.connect();
  if (!client) return session.report(client.error());

  EnrolReport report(session);
  for (const album::ImportProblem& problem : plan->problems) {
    report.note(problem.file.string(), "", fail(ErrorCode::invalidInput, problem.reason));
  }
  std::vector<std::filesystem::path> files;
  for (const album::ImportItem& item : plan->items) {
    if (!item.kept) files.push_back(item.file);
  }
  ReadAhead pictures(std::move(files));
  Tallies people;
  std::int64_t done = 0;
  for (const album::ImportItem& item : plan->items) {
    session.console.progress({done++, static_cast<std::int64_t>(plan->items.size()), "pictures"});
    const Result<client::Enrolled> enrolled = [&]() -> Result<client::Enrolled> {
      if (item.kept) return putBack(*client, item);
      const Result<Bytes> jpeg = pictures.take();
      if (!jpeg) return fail(jpeg.error());
      return client->enrol(item.person, *jpeg, item.source, options.cropped, options.stranger);
    }();
    Tally& tally = people[item.person];
    const bool taken = report.note(item.file.string(), item.person, enrolled);
    ++(!taken ? tally.refused : enrolled->already ? tally.already : tally.enrolled);
    const bool isForbidden = !enrolled && enrolled.error().code == ErrorCode::unauthorised;
    if (!client->isOpen() || isForbidden) break;
  }
  session.console.endProgress();
  printSummary(session, people, report);
  report.tellResemblances();
  const ExitStatus status = report.status();
  // Nothing imported is bad input, whatever the reason was; a broken connection stays one.
  return status == ExitStatus::noFace ? ExitStatus::badInput : status;
}

}  // namespace facewire::app
