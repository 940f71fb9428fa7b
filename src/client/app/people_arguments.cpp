#include <CLI/CLI.hpp>

#include "command_arguments.hpp"

namespace facewire::app {

void addPeople(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("people", "List, show, remove and rename people, remove samples");
  PeopleOptions& people = draft.people;
  command->require_subcommand(0, 1);
  command->footer("  facewire people\n  facewire people rename Ada \"Ada Lovelace\"");
  const auto choose = [&people](PeopleOptions::Action action) { return [&people, action] { people.action = action; }; };
  command->add_subcommand("list", "Everybody (also without any word)")->callback(choose(PeopleOptions::Action::list));
  command->add_subcommand("names", "Their names alone, a line each")->callback(choose(PeopleOptions::Action::names));
  CLI::App* show = command->add_subcommand("show", "One person and the samples");
  show->add_option("NAME", people.name, "Who")->required();
  show->callback(choose(PeopleOptions::Action::show));
  CLI::App* remove = command->add_subcommand("remove", "Forget a person and all samples");
  remove->add_option("NAME", people.name, "Who")->required();
  remove->callback(choose(PeopleOptions::Action::remove));
  CLI::App* rename = command->add_subcommand("rename", "Give a person another name");
  rename->add_option("OLD", people.name, "The name until now")->required();
  rename->add_option("NEW", people.newName, "The name from now on")->required();
  rename->callback(choose(PeopleOptions::Action::rename));
  CLI::App* removeSample = command->add_subcommand("remove-sample", "Forget one sample of a person");
  removeSample->add_option("ID", people.sample, "Its number, as \"people show\" and \"calibrate\" tell it")->required();
  removeSample->callback(choose(PeopleOptions::Action::removeSample));
  command->callback([&draft] { draft.chosen = [&draft] { return draft.people; }; });
}

void addCalibrate(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("calibrate", "Find the threshold that suits the people enrolled");
  CalibrateOptions& calibrate = draft.calibrate;
  CLI::Option* far = command->add_option("--far", calibrate.far, "The share of strangers' pictures that may be named")
                         ->type_name("RATE")
                         ->check(CLI::Range(0.00001, 0.5))
                         ->capture_default_str();
  CLI::Option* apply =
      command->add_flag("--apply", calibrate.apply, "Use the threshold from now on, and at every start");
  CLI::Option* plot = command->add_option("--plot", calibrate.plot, "Draw what was found, as SVG")->type_name("FILE");
  command->add_flag("--reset", calibrate.reset, "Back to the default threshold")
      ->excludes(far)
      ->excludes(apply)
      ->excludes(plot);
  command->footer(
      "Each enrolled picture is looked up twice: without itself, as a new picture of its person, and without all of\n"
      "its person, as a stranger's. The more people are enrolled, the surer the answer; one alone gives none (exit\n"
      "status 5). A threshold that the server was started with beats one that was applied.\n\n"
      "  facewire calibrate\n"
      "  facewire calibrate --far 0.001 --plot calibration.svg\n"
      "  facewire calibrate --far 0.01 --apply");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.calibrate; }; });
}

void addSightings(CLI::App& app, Draft& draft) {
  addSightingsArguments(app, draft.sightings)->callback([&draft] {
    const SightingsDraft& given = draft.sightings;
    draft.chosen = [&given] { return given.forgets ? CommandOptions(given.forget) : CommandOptions(given.list); };
  });
  addWatchArguments(app, draft.watch)->callback([&draft] { draft.chosen = [&draft] { return draft.watch; }; });
}

void addStatus(CLI::App& app, Draft& draft) {
  CLI::App* command = app.add_subcommand("status", "How the server is doing");
  command->add_flag("-w,--watch", draft.status.watch, "Again each second, until Ctrl-C");
  command->footer(
      "  facewire status\n  facewire --server pi.local:7117 status --watch\n  facewire --json status | jq .frames");
  command->callback([&draft] { draft.chosen = [&draft] { return draft.status; }; });
}

}  // namespace facewire::app
