#include "sightings_arguments.hpp"

#include <CLI/CLI.hpp>

namespace facewire::app {

CLI::App* addSightingsArguments(CLI::App& app, SightingsDraft& draft) {
  CLI::App* command = app.add_subcommand("sightings", "Say who was seen when, by which client, for how long");
  SightingsOptions& sightings = draft.list;
  command->require_subcommand(0, 1);
  command->add_option("--since", sightings.since, "From then on")->type_name("TIME");
  command->add_option("--until", sightings.until, "Until then; a day with all its hours")->type_name("TIME");
  command->add_option("--person", sightings.person, "Only this person")->type_name("NAME");
  command->add_option("--client", sightings.client, "Only what this client saw")->type_name("NAME");
  command->add_flag("--attendance", sightings.attendance,
                    "A line for each person and day: first in, last out, time present");
  command->add_flag("--csv", sightings.csv, "As comma-separated values");
  command->add_option("--pictures", sightings.pictures, "Write the best picture of each there, as <id>.jpg")
      ->type_name("DIR");
  command->footer(
      "TIME: 2026-11-23, 2026-11-23T08:00, 08:00, today, yesterday, or 2h (ago; s, m, h, d, w), in local time.\n\n"
      "  facewire sightings --since today\n"
      "  facewire sightings --attendance --since 2026-11-01 --csv > november.csv\n"
      "  facewire --json sightings --person Ada --pictures ada/\n"
      "  facewire sightings forget --person Ada");
  CLI::App* forget = command->add_subcommand("forget", "Erase what was seen of a person, or before a time");
  CLI::Option* before =
      forget->add_option("--before", draft.forget.before, "What ended before then")->type_name("TIME");
  forget->add_option("--person", draft.forget.person, "What was seen of this person")
      ->type_name("NAME")
      ->excludes(before);
  forget->callback([&draft] {
    if (draft.forget.before.empty() && draft.forget.person.empty()) {
      throw CLI::RequiredError("--before TIME or --person NAME");
    }
    draft.forgets = true;
  });
  return command;
}

CLI::App* addWatchArguments(CLI::App& app, WatchOptions& options) {
  CLI::App* command = app.add_subcommand("watch", "Follow live who comes and who leaves");
  command->add_option("--person", options.person, "Only this person")->type_name("NAME");
  command->add_option("--client", options.client, "Only what this client sees")->type_name("NAME");
  command->footer(
      "Somebody has left who was not seen for the server's --sightings-cooldown. Ctrl-C ends it; a lost server is\n"
      "tried again until it is back.\n\n"
      "  facewire watch\n"
      "  facewire --json watch --client front-door");
  return command;
}

}  // namespace facewire::app
