#include "people_model.hpp"

#include <algorithm>

#include "facewire/base/person_name.hpp"
#include "target.hpp"

namespace facewire::fuzz {
namespace {

using protocol::Json;
using protocol::Request;

/// The field as the server takes it for a name; nothing where it takes none.
std::optional<std::string> nameIn(const Request& request, const char* field) {
  const auto text = protocol::requireText(request, field);
  if (!text) return std::nullopt;
  const auto name = canonicalName(*text);
  return name ? std::optional(*name) : std::nullopt;
}

}  // namespace

std::vector<std::string> PeopleModel::names() const {
  std::vector<std::string> names;
  for (const auto& [name, person] : people_) names.push_back(name);
  return names;
}

std::int64_t PeopleModel::someSample(unsigned number) const {
  std::set<std::int64_t> all;
  for (const auto& [name, person] : people_) all.insert(person.samples.begin(), person.samples.end());
  if (all.empty()) return number;
  return *std::next(all.begin(), static_cast<std::ptrdiff_t>(number % all.size()));
}

void PeopleModel::check(const Request& request, const protocol::Response& response, bool isDamaged) {
  const auto name = nameIn(request, "name");
  if (!response.result) return checkFailure(request, name, response.result.error(), isDamaged);
  const Json& answer = *response.result;
  if (request.op == "enroll" || request.op == "remove_person" || request.op == "rename_person") {
    require(name.has_value(), "a request without a name was granted");
    request.op == "enroll" ? checkEnrolled(request, *name, answer) : checkChanged(request, *name, answer);
    return;
  }
  if (request.op == "remove_sample") {
    const auto sample = protocol::requireInteger(request, "sample");
    const auto owner = std::ranges::find_if(
        people_, [&](const auto& entry) { return sample && entry.second.samples.contains(*sample); });
    require(owner != people_.end(), "a sample that nobody had was removed");
    owner->second.samples.erase(*sample);
    return;
  }
  checkTold(request, name, answer);
}

void PeopleModel::checkEnrolled(const Request& request, const std::string& name, const Json& answer) {
  const auto known = people_.find(name);
  const bool isNew = known == people_.end();
  const auto sample = answer.at("sample").get<std::int64_t>();
  require(answer.at("new_person") == isNew, "enroll is wrong about who is new");
  require(answer.at("name") == name, "enroll answered another name");
  if (answer.at("already") == true) {
    require(!isNew && known->second.samples.contains(sample), "enroll names a picture that the person does not have");
  } else {
    const bool asStranger = request.body.value("stranger", false);
    require(isNew || known->second.stranger == asStranger, "one of ours was enrolled as a stranger, or the other way");
    Known& person = people_[name];
    person.stranger = asStranger;
    require(person.samples.insert(sample).second, "two samples have one id");
  }
  require(answer.at("samples") == people_.at(name).samples.size(), "enroll counts other samples than there are");
}

void PeopleModel::checkChanged(const Request& request, const std::string& name, const Json& answer) {
  const auto known = people_.find(name);
  require(known != people_.end(), "somebody was removed or renamed who was not there");
  Known person = std::move(known->second);
  people_.erase(known);
  if (request.op == "remove_person") {
    require(answer.at("removed_samples") == person.samples.size(), "other samples were removed than there were");
    return;
  }
  const auto newName = nameIn(request, "new_name");
  require(newName.has_value() && !people_.contains(*newName), "a name was given twice");
  people_[*newName] = std::move(person);
}

void PeopleModel::checkTold(const Request& request, const std::optional<std::string>& name, const Json& answer) {
  if (request.op == "people") {
    const Json& list = answer.at("people");
    require(list.size() == people_.size(), "the list has other people than were enrolled");
    for (const Json& entry : list) {
      const auto known = people_.find(entry.at("name").get<std::string>());
      require(known != people_.end(), "the list has somebody whom nobody enrolled");
      require(entry.at("samples") == known->second.samples.size() && entry.at("stranger") == known->second.stranger,
              "the list is wrong about somebody");
    }
  } else if (request.op == "person") {
    require(name && people_.contains(*name), "somebody is shown whom nobody enrolled");
    std::set<std::int64_t> samples;
    for (const Json& sample : answer.at("person").at("samples")) samples.insert(sample.at("id").get<std::int64_t>());
    require(samples == people_.at(*name).samples, "somebody is shown with other samples than they have");
  } else if (request.op == "status") {
    std::size_t samples = 0;
    for (const auto& [known, person] : people_) samples += person.samples.size();
    const Json& status = answer.at("status");
    require(status.at("people") == people_.size() && status.at("samples") == samples, "status counts wrongly");
  } else if (request.op == "verify") {
    require(name && people_.contains(*name), "a face was compared with somebody whom nobody enrolled");
  }
}

void PeopleModel::checkFailure(const Request& request, const std::optional<std::string>& name, const Error& error,
                               bool isDamaged) const {
  const bool isKnown = name && people_.contains(*name);
  switch (error.code) {
    case ErrorCode::notJpeg:
    case ErrorCode::corruptImage:
      require(isDamaged, "a whole picture was refused: " + error.detail);
      break;
    case ErrorCode::unknownPerson:
      if (request.op == "person" || request.op == "remove_person" || request.op == "rename_person") {
        require(!isKnown, "somebody who is there was not found: " + error.detail);
      }
      break;
    case ErrorCode::badName:
      require(!name || !nameIn(request, "new_name"), "a good name was refused: " + error.detail);
      break;
    case ErrorCode::nameTaken:
      require(request.op != "enroll" || isKnown, "a name was refused that nobody has: " + error.detail);
      break;
    case ErrorCode::badMessage:
    case ErrorCode::tooManyPixels:
    case ErrorCode::noFace:
    case ErrorCode::severalFaces:
    case ErrorCode::poorQuality:
    case ErrorCode::unknownOp:
    case ErrorCode::cannotCalibrate:
      break;
    default:
      require(false, "a request ended with " + std::string(toWord(error.code)) + ": " + error.detail);
  }
}

void PeopleModel::takeOver(const Json& people, const std::map<std::string, std::set<std::int64_t>>& samples) {
  people_.clear();
  for (const Json& entry : people) {
    const auto name = entry.at("name").get<std::string>();
    people_[name] = {samples.at(name), entry.at("stranger").get<bool>()};
  }
}

}  // namespace facewire::fuzz
