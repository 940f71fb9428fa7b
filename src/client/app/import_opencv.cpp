#include <filesystem>
#include <set>
#include <utility>

#include "facewire/album/users_file.hpp"
#include "facewire/base/file.hpp"
#include "facewire/base/person_name.hpp"
#include "facewire/capture/opencv_model.hpp"
#include "import_command.hpp"
#include "import_summary.hpp"
#include "terminal_text.hpp"
#include "waiting_bar.hpp"

namespace facewire::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxNamesBytes = 1 << 20;

using Names = std::map<int, std::string>;

/// Those of the file itself, and for the others those of users_name.txt.
Result<Names> readNames(const capture::OpenCvModel& model, const ImportOptions& options) {
  Names names = model.names;
  std::error_code ignored;
  fs::path file = options.names;
  if (file.empty()) {
    file = fs::path(options.folder).parent_path() / "users_name.txt";
    if (!fs::exists(file, ignored)) return names;
  }
  const auto bytes = readFile(file, kMaxNamesBytes);
  if (!bytes) return fail(bytes.error());
  const auto users = album::parseUsersFile(asText(*bytes), file.string());
  if (!users) return fail(users.error());
  for (const auto& [id, name] : *users) {
    if (std::in_range<int>(id)) names.try_emplace(static_cast<int>(id), name);
  }
  return names;
}

/// "Person 3" for whoever has no name.
std::string nameOf(int label, const Names& names) {
  const auto found = names.find(label);
  return found == names.end() ? "Person " + std::to_string(label) : found->second;
}

Result<client::Enrolled> send(client::Client& client, client::StoredHistogram histogram) {
  const auto name = canonicalName(histogram.name);
  if (!name) return fail(name.error());
  histogram.name = *name;
  const auto added = client.addHistogram(histogram);
  if (!added) return fail(added.error());
  client::Enrolled enrolled;
  enrolled.name = *name;
  enrolled.sample = added->sample;
  enrolled.newPerson = added->newPerson;
  enrolled.already = added->already;
  return enrolled;
}

/// Whoever has no name is told by the number that the file has for them.
void tellNameless(const Session& session, const capture::OpenCvModel& model, const Names& names) {
  std::set<int> nameless;
  for (const auto& sample : model.samples) {
    if (!names.contains(sample.label)) nameless.insert(sample.label);
  }
  if (nameless.empty()) return;
  const std::string first = nameOf(*nameless.begin(), names);
  session.console.note((nameless.size() == 1 ? "label " + std::to_string(*nameless.begin()) + " has no name"
                                             : std::to_string(nameless.size()) + " labels have no names") +
                       ": enrolled as \"" + first + "\"" + (nameless.size() == 1 ? "" : " and so on") +
                       "; --names users_name.txt gives them ('<id>,<name>' lines), or facewire people rename \"" +
                       first + "\" NAME");
}

}  // namespace

ExitStatus importOpenCv(const Session& session, const ImportOptions& options) {
  if (options.cropped || options.stranger) {
    session.console.error(printable(options.folder) +
                          ": --cropped and --stranger are for pictures, and this is a file");
    return ExitStatus::usage;
  }
  auto model = [&] {
    const WaitingBar waiting(session.console, "reading " + printable(options.folder));
    return capture::readOpenCvModel(options.folder);
  }();
  if (!model) return session.report(model.error());
  const auto names = readNames(*model, options);
  if (!names) return session.report(names.error());
  auto client = session.connect();
  if (!client) return session.report(client.error());

  EnrolReport report(session);
  Tallies people;
  const std::string file = fs::path(options.folder).filename().string();
  std::int64_t done = 0;
  for (capture::OpenCvModel::Sample& sample : model->samples) {
    session.console.progress({done++, static_cast<std::int64_t>(model->samples.size()), "samples"});
    const std::string person = nameOf(sample.label, *names);
    const std::string number = std::to_string(done);
    const auto enrolled =
        send(*client, {person, file + ", sample " + number + " of label " + std::to_string(sample.label), sample.label,
                       model->radius, model->gridX, model->gridY, std::move(sample.shares)});
    const bool taken = report.note(options.folder + ", sample " + number, person, enrolled);
    count(people[person], taken, enrolled);
    const bool isForbidden = !enrolled && enrolled.error().code == ErrorCode::unauthorised;
    if (!client->isOpen() || isForbidden) break;
  }
  session.console.endProgress();
  printSummary(session, people, report, "sample");
  tellNameless(session, *model, *names);
  if (report.enrolled() > 0) {
    session.console.note(
        "they have no pictures, and are recognised as well as OpenCV does: enrol pictures of them for more");
  }
  const ExitStatus status = report.status();
  return status == ExitStatus::noFace ? ExitStatus::badInput : status;
}

}  // namespace facewire::app
