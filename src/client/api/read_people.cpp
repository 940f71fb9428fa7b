#include "read_people.hpp"

#include <utility>

#include "read_number.hpp"

namespace facewire::client {
namespace {

using protocol::Json;

PersonSummary readSummary(const Json& json) {
  return {json.at("name").get<std::string>(), readCount(json.at("samples")), json.at("created").get<std::string>(),
          json.value("stranger", false)};
}

}  // namespace

std::vector<PersonSummary> readPeople(const Json& json) {
  std::vector<PersonSummary> people;
  for (const Json& person : json.at("people")) people.push_back(readSummary(person));
  return people;
}

Person readPerson(const Json& json) {
  const Json& found = json.at("person");
  Person person{
      found.at("name").get<std::string>(), found.at("created").get<std::string>(), {}, found.value("stranger", false)};
  for (const Json& sample : found.at("samples")) {
    person.samples.push_back({readWhole(sample.at("id")), sample.at("source").get<std::string>(),
                              sample.at("created").get<std::string>(), sample.value("picture", true)});
  }
  return person;
}

Verification readVerification(const Json& json) {
  Verification verification;
  verification.verified = json.at("verified").get<bool>();
  verification.name = json.at("name").get<std::string>();
  if (const Json& distance = json.at("distance"); !distance.is_null()) verification.distance = distance.get<double>();
  verification.threshold = json.at("threshold").get<double>();
  verification.score = json.at("score").get<double>();
  // A reason of a later version is still a yes or a no.
  const auto reason = protocol::reasonFromWord(json.at("reason").get<std::string>());
  verification.reason = reason.value_or(verification.verified ? protocol::Reason::accepted : protocol::Reason::tooFar);
  if (const Json& other = json.at("runner_up"); !other.is_null()) {
    verification.runnerUp = {other.at("name").get<std::string>(), other.at("distance").get<double>()};
  }
  if (const Json& sample = json.at("sample"); !sample.is_null()) verification.sample = readWhole(sample);
  verification.box = readBox(json);
  return verification;
}

Enrolled readEnrolled(const Json& json) {
  // Additions to the protocol: a server may not know them.
  std::optional<Resemblance> resembles;
  if (const auto other = json.find("resembles"); other != json.end() && other->is_object()) {
    resembles = {other->at("name").get<std::string>(), other->at("distance").get<double>(),
                 readWhole(other->at("sample"))};
  }
  return {json.at("name").get<std::string>(),
          readWhole(json.at("sample")),
          readCount(json.at("samples")),
          json.at("new_person").get<bool>(),
          readBox(json),
          json.value("already", false),
          std::move(resembles)};
}

}  // namespace facewire::client
