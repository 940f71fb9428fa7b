#include "sightings_command.hpp"

#include <filesystem>
#include <system_error>

#include "facewire/base/file.hpp"
#include "sighting_text.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

Result<client::SightingFilter> filterOf(const SightingsOptions& options) {
  client::SightingFilter filter;
  const WallTime now = std::chrono::system_clock::now();
  if (!options.since.empty()) {
    const auto since = parseTime(options.since, now);
    if (!since) return fail(ErrorCode::invalidInput, "--since: " + since.error().detail);
    filter.since = since->begin;
  }
  if (!options.until.empty()) {
    const auto until = parseTime(options.until, now);
    if (!until) return fail(ErrorCode::invalidInput, "--until: " + until.error().detail);
    filter.until = until->end;
  }
  if (!options.person.empty()) filter.person = options.person;
  if (!options.client.empty()) filter.client = options.client;
  return filter;
}

Result<std::vector<client::Sighting>> fetchAll(const Session& session, client::Client& client,
                                               const client::SightingFilter& filter) {
  std::vector<client::Sighting> all;
  std::int64_t after = 0;
  while (true) {
    const auto page = client.listSightings(filter, after);
    if (!page) return fail(page.error());
    all.insert(all.end(), page->sightings.begin(), page->sightings.end());
    if (!page->next) return all;
    if (*page->next <= after) return fail(ErrorCode::badMessage, "RESPONSE to sightings: \"next\" does not go on");
    after = *page->next;
    session.console.status(counted(all.size(), "sighting") + " so far");
  }
}

/// Each as <id>.jpg in the folder.
Result<void> fetchPictures(const Session& session, client::Client& client, const std::filesystem::path& folder,
                           const std::vector<client::Sighting>& sightings) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(ErrorCode::invalidInput, folder.string() + ": cannot be made: " + error.message());
  std::int64_t done = 0;
  std::size_t written = 0;
  for (const client::Sighting& sighting : sightings) {
    session.console.progress({++done, static_cast<std::int64_t>(sightings.size()), "pictures"});
    if (!sighting.hasPicture) continue;
    const auto shown = client.showSighting(sighting.id);
    if (!shown && shown.error().code == ErrorCode::unknownPerson) continue;  // forgotten meanwhile
    if (!shown) return fail(shown.error());
    if (shown->picture.empty()) continue;
    const std::filesystem::path file = folder / (std::to_string(sighting.id) + ".jpg");
    if (auto wrote = writeFile(file, shown->picture); !wrote) return wrote;
    ++written;
  }
  session.console.endProgress();
  session.console.note("wrote " + counted(written, "picture") + " to " + folder.string() + ", named by sighting");
  return {};
}

template <typename Rows>
void print(const Session& session, const Rows& rows, bool csv) {
  if (session.options.json) {
    for (const auto& row : rows) session.console.result(protocol::toText(toJson(row)));
    return;
  }
  if (rows.empty() && !csv) {
    session.console.note("nobody was seen in that time (facewired --help: --sightings-days, --sightings-of)");
    return;
  }
  for (const std::string& line : csv ? csvOf(rows) : tableOf(rows)) session.console.result(line);
}

}  // namespace

ExitStatus runSightings(const Session& session, const SightingsOptions& options) {
  if (options.csv && session.options.json) {
    session.console.error("--csv and --json contradict each other: leave one out");
    return ExitStatus::usage;
  }
  const auto filter = filterOf(options);
  if (!filter) {
    session.console.error(filter.error().detail);
    return ExitStatus::usage;
  }
  auto client = session.connect();
  if (!client) return session.report(client.error());
  const auto found = fetchAll(session, *client, *filter);
  session.console.endProgress();
  if (!found) return session.report(found.error());
  if (options.attendance) {
    print(session, attendanceOf(*found), options.csv);
  } else {
    print(session, *found, options.csv);
  }
  if (!options.pictures.empty()) {
    if (auto fetched = fetchPictures(session, *client, options.pictures, *found); !fetched) {
      return session.report(fetched.error());
    }
  }
  return ExitStatus::done;
}

ExitStatus runForget(const Session& session, const ForgetOptions& options) {
  std::optional<WallTime> before;
  if (options.person.empty()) {
    const auto time = parseTime(options.before, std::chrono::system_clock::now());
    if (!time) {
      session.console.error("--before: " + time.error().detail);
      return ExitStatus::usage;
    }
    before = time->begin;
  }
  auto client = session.connect();
  if (!client) return session.report(client.error());
  const auto removed = before ? client->removeSightingsBefore(*before) : client->removeSightingsOf(options.person);
  if (!removed) return session.report(removed.error());
  session.console.result(session.options.json ? protocol::toText({{"removed", *removed}})
                                              : "forgot " + counted(*removed, "sighting"));
  return ExitStatus::done;
}

}  // namespace facewire::app
