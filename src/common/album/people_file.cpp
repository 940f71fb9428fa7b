#include "facewire/album/people_file.hpp"

#include <algorithm>
#include <filesystem>

#include "facewire/base/person_name.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::album {
namespace {

using protocol::Json;

constexpr int kVersion = 1;

Json boxToJson(const protocol::Box& box) {
  return {box.x, box.y, box.width, box.height};
}

protocol::Box boxFrom(const Json& json) {
  return {json.at(0).get<int>(), json.at(1).get<int>(), json.at(2).get<int>(), json.at(3).get<int>()};
}

bool staysInside(const std::filesystem::path& path) {
  if (path.empty() || path.is_absolute()) return false;
  return std::ranges::none_of(path, [](const std::filesystem::path& part) { return part == ".."; });
}

ExportedPerson personFrom(const Json& json) {
  ExportedPerson person;
  person.name = json.at("name").get<std::string>();
  person.folder = json.at("folder").get<std::string>();
  person.created = json.value("created", "");
  person.stranger = json.value("stranger", false);
  for (const Json& sample : json.at("samples")) {
    person.samples.push_back({sample.at("file").get<std::string>(), boxFrom(sample.at("face")),
                              sample.value("source", ""), sample.value("created", "")});
  }
  return person;
}

/// For comparing names as file systems do that know no cases: ASCII is what they agree on.
std::string lowered(std::string text) {
  for (char& letter : text) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::string toPeopleFile(const std::vector<ExportedPerson>& people) {
  const auto text = [](const Json& json) { return protocol::toText(json); };
  std::string out = "{\"facewire_people\": " + std::to_string(kVersion) + ", \"people\": [";
  for (const ExportedPerson& person : people) {
    if (&person != &people.front()) out += ',';
    out += "\n{\"name\": " + text(person.name) + ", \"folder\": " + text(person.folder) +
           ", \"created\": " + text(person.created) + ", \"stranger\": " + (person.stranger ? "true" : "false") +
           ", \"samples\": [";
    for (const ExportedSample& sample : person.samples) {
      if (&sample != &person.samples.front()) out += ',';
      out += "\n  {\"file\": " + text(sample.file) + ", \"face\": " + text(boxToJson(sample.face)) +
             ", \"source\": " + text(sample.source) + ", \"created\": " + text(sample.created) + "}";
    }
    out += "]}";
  }
  return out + "\n]}\n";
}

Result<std::vector<ExportedPerson>> parsePeopleFile(std::string_view text, const std::string& file) {
  const auto bad = [&file](const std::string& why) { return fail(ErrorCode::invalidInput, file + ": " + why); };
  const auto json = protocol::parseObject(asBytes(text), "the file");
  if (!json) return bad(json.error().detail);
  std::vector<ExportedPerson> people;
  try {
    if (const int version = json->at("facewire_people").get<int>(); version > kVersion) {
      return bad("is of a later version (" + std::to_string(version) + "): import it with the facewire of that time");
    }
    for (const Json& person : json->at("people")) people.push_back(personFrom(person));
  } catch (const Json::exception& error) {
    return bad(std::string("is not as \"facewire gallery export\" writes it: ") + error.what());
  }
  for (const ExportedPerson& person : people) {
    if (const auto name = canonicalName(person.name); !name || *name != person.name) {
      return bad("\"" + person.name + "\" cannot be a person's name");
    }
    if (!staysInside(person.folder)) return bad("the folder \"" + person.folder + "\" is not inside this one");
    for (const ExportedSample& sample : person.samples) {
      if (!staysInside(sample.file)) return bad("\"" + sample.file + "\" is not inside this folder");
    }
  }
  return people;
}

std::string folderFor(std::string_view name, std::vector<std::string>& given) {
  constexpr std::string_view kWithMeaning = "/\\:*?\"<>|";
  std::string folder(name);
  for (char& letter : folder) {
    if (kWithMeaning.find(letter) != std::string_view::npos) letter = '_';
  }
  // Hidden, or, at the end, dropped by some systems; people.json is taken.
  if (folder.starts_with('.')) folder.front() = '_';
  if (folder.ends_with('.') || folder.ends_with(' ')) folder.back() = '_';
  const auto isTaken = [&given](const std::string& candidate) {
    return lowered(candidate) == kPeopleFile ||
           std::ranges::any_of(given, [&](const std::string& other) { return lowered(other) == lowered(candidate); });
  };
  std::string unique = folder;
  for (int number = 2; isTaken(unique); ++number) unique = folder + "~" + std::to_string(number);
  given.push_back(unique);
  return unique;
}

}  // namespace facewire::album
