#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "facewire/album/people_file.hpp"
#include "facewire/base/file.hpp"
#include "gallery_command.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

namespace fs = std::filesystem;

/// For its owner alone: what will be in it are faces.
Result<void> makeFolder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return fail(ErrorCode::invalidInput, folder.string() + ": cannot be made: " + std::strerror(errno));
}

Result<void> makeEmptyFolder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_empty(folder, error)) {
    return fail(ErrorCode::invalidInput,
                folder.string() + (error ? ": is no folder" : ": is not empty: choose another folder"));
  }
  if (folder.has_parent_path()) fs::create_directories(folder.parent_path(), error);
  return makeFolder(folder);
}

/// "0007.png"
std::string fileNumber(std::size_t number) {
  std::string digits = std::to_string(number);
  return std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits + ".png";
}

/// One after the other, with a bar for all.
class Exporter {
 public:
  Exporter(const Session& session, client::Client& client, fs::path folder, std::size_t samples)
      : session_(session), client_(client), folder_(std::move(folder)), samples_(samples) {}

  Result<void> take(const std::string& name) {
    const auto person = client_.showPerson(name);
    if (!person) return fail(person.error());
    album::ExportedPerson exported{
        person->name, album::folderFor(person->name, given_), person->created, person->stranger, {}};
    if (auto made = makeFolder(folder_ / exported.folder); !made) return made;
    for (const client::PersonSample& sample : person->samples) {
      session_.console.progress({static_cast<std::int64_t>(done_), static_cast<std::int64_t>(samples_), "samples"});
      if (!sample.hasPicture) {
        ++withoutPicture_;
        continue;
      }
      const auto picture = client_.readSample(sample.id);
      if (!picture && picture.error().code == ErrorCode::unknownPerson) continue;  // removed meanwhile
      if (!picture) return fail(picture.error());
      const std::string file = exported.folder + "/" + fileNumber(exported.samples.size() + 1);
      if (auto written = replacePrivateFile(folder_ / file, picture->png); !written) return written;
      exported.samples.push_back({file, picture->face, sample.source, sample.created});
      ++done_;
    }
    people_.push_back(std::move(exported));
    return {};
  }

  /// Last of all, so that a folder with it is whole.
  Result<void> finish() { return replacePrivateFile(folder_ / album::kPeopleFile, asBytes(toPeopleFile(people_))); }

  std::size_t people() const { return people_.size(); }
  std::size_t samples() const { return done_; }
  std::size_t withoutPicture() const { return withoutPicture_; }

 private:
  const Session& session_;
  client::Client& client_;
  const fs::path folder_;
  const std::size_t samples_;
  std::vector<std::string> given_;
  std::vector<album::ExportedPerson> people_;
  std::size_t done_ = 0;
  std::size_t withoutPicture_ = 0;
};

Result<void> exportAll(Exporter& exporter, const std::vector<std::string>& names, bool areAsked) {
  for (const std::string& name : names) {
    auto taken = exporter.take(name);
    const bool isGone = !taken && taken.error().code == ErrorCode::unknownPerson && !areAsked;
    if (!taken && !isGone) return taken;
  }
  return exporter.finish();
}

}  // namespace

ExitStatus exportGallery(const Session& session, client::Client& client, const std::string& folder,
                         const std::vector<std::string>& people) {
  const auto all = client.listPeople();
  if (!all) return session.report(all.error());
  std::vector<std::string> names = people;
  std::size_t samples = 0;
  for (const client::PersonSummary& person : *all) {
    if (people.empty()) names.push_back(person.name);
    if (people.empty() || std::ranges::find(people, person.name) != people.end()) samples += person.samples;
  }
  if (auto made = makeEmptyFolder(folder); !made) return session.report(made.error());
  Exporter exporter(session, client, folder, samples);
  const auto done = exportAll(exporter, names, !people.empty());
  session.console.endProgress();
  if (!done) return session.report(done.error());
  if (exporter.withoutPicture() > 0) {
    session.console.note(counted(exporter.withoutPicture(), "sample") +
                         " left out, for there is no picture: out of an OpenCV file. \"gallery backup\" has all, and "
                         "\"gallery export --opencv\" what OpenCV can read");
  }
  session.console.result(session.options.json
                             ? protocol::toText({{"folder", folder},
                                                 {"people", exporter.people()},
                                                 {"samples", exporter.samples()},
                                                 {"without_picture", exporter.withoutPicture()}})
                             : "exported " + counted(exporter.samples(), "sample") + " of " +
                                   std::to_string(exporter.people()) +
                                   (exporter.people() == 1 ? " person" : " people") + " to " + printable(folder));
  return ExitStatus::done;
}

}  // namespace facewire::app
