#include "people_requests.hpp"

#include "facewire/base/person_name.hpp"

namespace facewire::service {

using protocol::Json;
using protocol::Request;

namespace {

/// 0 for nobody.
gallery::PersonId idOf(const gallery::Gallery& gallery, const std::string& name) {
  const auto snapshot = gallery.snapshot();
  const auto found = snapshot->byName.find(name);
  return found == snapshot->byName.end() ? 0 : found->second;
}

/// Also where the removal was answered with an error: the bytes of somebody who is removed may be there for a while.
bool isGone(const gallery::Gallery& gallery, gallery::PersonId person) {
  return person != 0 && !gallery.snapshot()->people.contains(person);
}

}  // namespace

Result<std::string> nameField(const Request& request, const char* field) {
  const auto text = protocol::requireText(request, field);
  if (!text) return fail(text.error());
  return canonicalName(*text);
}

Result<Json> listPeople(gallery::Gallery& gallery) {
  const auto snapshot = gallery.snapshot();
  Json people = Json::array();
  for (const auto& [name, id] : snapshot->byName) {
    const gallery::PersonInfo& person = *snapshot->people.at(id);
    people.push_back({{"name", name},
                      {"samples", person.samples.size()},
                      {"created", person.created},
                      {"stranger", person.stranger}});
  }
  return Json{{"people", std::move(people)}};
}

Result<Json> showPerson(gallery::Gallery& gallery, const Request& request) {
  const auto name = nameField(request, "name");
  if (!name) return fail(name.error());
  const auto snapshot = gallery.snapshot();
  const auto found = snapshot->byName.find(*name);
  if (found == snapshot->byName.end()) return fail(ErrorCode::unknownPerson, "nobody is called \"" + *name + "\"");
  const gallery::PersonInfo& person = *snapshot->people.at(found->second);
  Json samples = Json::array();
  for (const gallery::SampleInfo& sample : person.samples) {
    samples.push_back(
        {{"id", sample.id}, {"source", sample.source}, {"created", sample.created}, {"picture", sample.hasPicture}});
  }
  Json shown{{"name", person.name},
             {"created", person.created},
             {"stranger", person.stranger},
             {"samples", std::move(samples)}};
  if (person.openCvLabel) shown["opencv_label"] = *person.openCvLabel;
  return Json{{"person", std::move(shown)}};
}

Result<Json> removePerson(const Workshop& workshop, const Request& request) {
  const auto name = nameField(request, "name");
  if (!name) return fail(name.error());
  const gallery::PersonId person = idOf(workshop.gallery, *name);
  const auto removed = workshop.gallery.removePerson(*name);
  if (workshop.sightings && isGone(workshop.gallery, person)) {
    if (const auto forgotten = workshop.sightings->personRemoved(person, *name); !forgotten) {
      return fail(ErrorCode::internal,
                  "\"" + *name + "\" is removed, but not the sightings: " + forgotten.error().detail);
    }
  }
  if (!removed) return fail(removed.error());
  return Json{{"name", *name}, {"removed_samples", *removed}};
}

Result<Json> renamePerson(const Workshop& workshop, const Request& request) {
  const auto name = nameField(request, "name");
  if (!name) return fail(name.error());
  const auto newName = nameField(request, "new_name");
  if (!newName) return fail(newName.error());
  const gallery::PersonId person = idOf(workshop.gallery, *name);
  const auto renamed = workshop.gallery.renamePerson(*name, *newName);
  if (workshop.sightings && person != 0 && idOf(workshop.gallery, *newName) == person) {
    if (const auto followed = workshop.sightings->personRenamed(person, *name, *newName); !followed) {
      return fail(ErrorCode::internal,
                  "\"" + *name + "\" is renamed, but not in the sightings: " + followed.error().detail);
    }
  }
  if (!renamed) return fail(renamed.error());
  return Json{{"name", *newName}};
}

Result<Json> removeSample(gallery::Gallery& gallery, const Request& request) {
  const auto sample = protocol::requireInteger(request, "sample");
  if (!sample) return fail(sample.error());
  if (auto removed = gallery.removeSample(*sample); !removed) return fail(removed.error());
  return Json{{"sample", *sample}};
}

}  // namespace facewire::service
