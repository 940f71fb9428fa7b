#include "people_requests.hpp"

#include "facewire/base/person_name.hpp"

namespace facewire::service {

using protocol::Json;
using protocol::Request;

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
    samples.push_back({{"id", sample.id}, {"source", sample.source}, {"created", sample.created}});
  }
  return Json{{"person",
               {{"name", person.name},
                {"created", person.created},
                {"stranger", person.stranger},
                {"samples", std::move(samples)}}}};
}

Result<Json> removePerson(gallery::Gallery& gallery, const Request& request) {
  const auto name = nameField(request, "name");
  if (!name) return fail(name.error());
  const auto removed = gallery.removePerson(*name);
  if (!removed) return fail(removed.error());
  return Json{{"name", *name}, {"removed_samples", *removed}};
}

Result<Json> renamePerson(gallery::Gallery& gallery, const Request& request) {
  const auto name = nameField(request, "name");
  if (!name) return fail(name.error());
  const auto newName = nameField(request, "new_name");
  if (!newName) return fail(newName.error());
  if (auto renamed = gallery.renamePerson(*name, *newName); !renamed) return fail(renamed.error());
  return Json{{"name", *newName}};
}

Result<Json> removeSample(gallery::Gallery& gallery, const Request& request) {
  const auto sample = protocol::requireInteger(request, "sample");
  if (!sample) return fail(sample.error());
  if (auto removed = gallery.removeSample(*sample); !removed) return fail(removed.error());
  return Json{{"sample", *sample}};
}

}  // namespace facewire::service
