#include "import_command.hpp"

#include <filesystem>
#include <vector>

#include "enrol_report.hpp"
#include "facewire/album/import_plan.hpp"
#include "facewire/base/file.hpp"
#include "import_summary.hpp"
#include "read_ahead.hpp"

namespace facewire::app {
namespace {

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
  std::error_code ignored;
  if (std::filesystem::is_regular_file(options.folder, ignored)) return importOpenCv(session, options);
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
    count(tally, taken, enrolled);
    const bool isForbidden = !enrolled && enrolled.error().code == ErrorCode::unauthorised;
    if (!client->isOpen() || isForbidden) break;
  }
  session.console.endProgress();
  printSummary(session, people, report, "picture");
  report.tellResemblances();
  const ExitStatus status = report.status();
  // Nothing imported is bad input, whatever the reason was; a broken connection stays one.
  return status == ExitStatus::noFace ? ExitStatus::badInput : status;
}

}  // namespace facewire::app
