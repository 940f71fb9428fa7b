#include "gallery_command.hpp"

#include "terminal_text.hpp"

namespace facewire::app {
namespace {

ExitStatus tellInfo(const Session& session, client::Client& client) {
  const auto people = client.listPeople();
  if (!people) return session.report(people.error());
  client::GallerySize size;
  std::string newest;
  for (const client::PersonSummary& person : *people) {
    ++size.people;
    size.strangers += person.stranger ? 1 : 0;
    size.samples += person.samples;
    newest = std::max(newest, person.created);
  }
  const protocol::Json& engine = client.welcome().engine;
  const std::string encoder = engine.is_object() ? engine.value("encoder", "") : "";
  if (session.options.json) {
    session.console.result(protocol::toText({{"people", size.people},
                                             {"strangers", size.strangers},
                                             {"samples", size.samples},
                                             {"newest_person", newest},
                                             {"encoder", encoder}}));
    return ExitStatus::done;
  }
  session.console.result(inWords(size) + (newest.empty() ? "" : "; the newest person since " + printable(newest)));
  session.console.result("encoded by " + printable(encoder));
  return ExitStatus::done;
}

}  // namespace

std::string inWords(const client::GallerySize& size) {
  const std::size_t ours = size.people - std::min(size.people, size.strangers);
  std::string text = std::to_string(ours) + (ours == 1 ? " person" : " people");
  if (size.strangers > 0) text += " and " + counted(size.strangers, "known stranger");
  return text + ", " + counted(size.samples, "sample");
}

ExitStatus runGallery(const Session& session, const GalleryOptions& options) {
  if (options.action == GalleryOptions::Action::importFolder) return runImport(session, options.import);
  auto client = session.connect();
  if (!client) return session.report(client.error());
  switch (options.action) {
    case GalleryOptions::Action::info:
      return tellInfo(session, *client);
    case GalleryOptions::Action::backup:
      return backUpGallery(session, *client, options.file, client::BackupFormat::gallery);
    case GalleryOptions::Action::restore:
      return restoreGallery(session, *client, options.file, options.yes);
    case GalleryOptions::Action::merge:
      return mergeGallery(session, *client, options.file, options.dryRun);
    case GalleryOptions::Action::exportFolder:
      if (!options.opencvFile.empty()) {
        return backUpGallery(session, *client, options.opencvFile, client::BackupFormat::opencv);
      }
      return exportGallery(session, *client, options.folder, options.people);
    case GalleryOptions::Action::importFolder:
      break;
  }
  return ExitStatus::failed;
}

}  // namespace facewire::app
