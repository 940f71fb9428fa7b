#include "people_command.hpp"

#include <algorithm>

#include "readable_number.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

using protocol::Json;

ExitStatus listPeople(const Session& session, client::Client& client) {
  const auto people = client.listPeople();
  if (!people) return session.report(people.error());
  if (session.options.json) {
    for (const client::PersonSummary& person : *people) {
      const Json json{{"name", person.name},
                      {"samples", person.samples},
                      {"created", person.created},
                      {"stranger", person.stranger}};
      session.console.result(protocol::toText(json));
    }
    return ExitStatus::done;
  }
  if (people->empty()) {
    session.console.note("nobody is enrolled yet; enrol with: facewire enroll NAME PICTURE...");
    return ExitStatus::done;
  }
  const bool hasStrangers = std::ranges::any_of(*people, &client::PersonSummary::stranger);
  Table table({{.heading = "NAME", .shrinks = true},
               {.heading = "SAMPLES", .align = Table::Column::Align::right},
               {.heading = "SINCE"},
               {.heading = hasStrangers ? "KIND" : ""}});
  for (const client::PersonSummary& person : *people) {
    table.add({printable(person.name), std::to_string(person.samples), localTime(person.created),
               person.stranger ? "known stranger" : ""});
  }
  session.console.table(table);
  return ExitStatus::done;
}

ExitStatus showPerson(const Session& session, client::Client& client, const std::string& name) {
  const auto person = client.showPerson(name);
  if (!person) return session.report(person.error());
  if (session.options.json) {
    Json samples = Json::array();
    for (const client::PersonSample& sample : person->samples) {
      samples.push_back({{"id", sample.id}, {"source", sample.source}, {"created", sample.created}});
    }
    session.console.result(protocol::toText(
        {{"name", person->name}, {"created", person->created}, {"stranger", person->stranger}, {"samples", samples}}));
    return ExitStatus::done;
  }
  session.console.result(session.console.heading(printable(person->name)) + ": " +
                         counted(person->samples.size(), "sample") + ", since " + localTime(person->created) +
                         (person->stranger ? ", known stranger" : ""));
  if (person->samples.empty()) return ExitStatus::done;
  Table table({{.heading = "SAMPLE", .align = Table::Column::Align::right},
               {.heading = "ENROLLED"},
               {.heading = "FROM", .shrinks = true}});
  for (const client::PersonSample& sample : person->samples) {
    table.add({std::to_string(sample.id), localTime(sample.created), printable(sample.source)});
  }
  session.console.table(table);
  return ExitStatus::done;
}

ExitStatus removePerson(const Session& session, client::Client& client, const std::string& name) {
  const auto samples = client.removePerson(name);
  if (!samples) return session.report(samples.error());
  session.console.result(session.options.json
                             ? protocol::toText({{"removed", name}, {"samples", *samples}})
                             : "removed " + printable(name) + " (" + counted(*samples, "sample") + ")");
  return ExitStatus::done;
}

ExitStatus renamePerson(const Session& session, client::Client& client, const PeopleOptions& options) {
  const auto renamed = client.renamePerson(options.name, options.newName);
  if (!renamed) return session.report(renamed.error());
  session.console.result(session.options.json
                             ? protocol::toText({{"renamed", options.name}, {"to", options.newName}})
                             : "renamed " + printable(options.name) + " to " + printable(options.newName));
  return ExitStatus::done;
}

ExitStatus removeSample(const Session& session, client::Client& client, std::int64_t sample) {
  if (const auto removed = client.removeSample(sample); !removed) return session.report(removed.error());
  session.console.result(session.options.json ? protocol::toText({{"removed_sample", sample}})
                                              : "removed sample " + std::to_string(sample));
  return ExitStatus::done;
}

/// For scripts, and for the shells' completion.
ExitStatus listNames(const Session& session, client::Client& client) {
  const auto people = client.listPeople();
  if (!people) return session.report(people.error());
  for (const auto& person : *people) {
    session.console.result(session.options.json ? protocol::toText({{"name", person.name}}) : printable(person.name));
  }
  return ExitStatus::done;
}

}  // namespace

ExitStatus runPeople(const Session& session, const PeopleOptions& options) {
  auto client = session.connect();
  if (!client) return session.report(client.error());
  switch (options.action) {
    case PeopleOptions::Action::list:
      return listPeople(session, *client);
    case PeopleOptions::Action::names:
      return listNames(session, *client);
    case PeopleOptions::Action::show:
      return showPerson(session, *client, options.name);
    case PeopleOptions::Action::remove:
      return removePerson(session, *client, options.name);
    case PeopleOptions::Action::rename:
      return renamePerson(session, *client, options);
    case PeopleOptions::Action::removeSample:
      return removeSample(session, *client, options.sample);
  }
  return ExitStatus::failed;
}

}  // namespace facewire::app
