#include "facewire/client/assessment.hpp"

#include "read_number.hpp"

namespace facewire::client {
namespace {

using protocol::Json;

std::optional<Novelty> readNovelty(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const auto word = json.get<std::string>();
  if (word == "first") return Novelty::first;
  if (word == "alike") return Novelty::alike;
  if (word == "other") return Novelty::other;
  return Novelty::fresh;
}

AssessedFace readFace(const Json& json) {
  AssessedFace face;
  face.box = readBox(json);
  face.sharpness = json.at("sharpness").get<double>();
  face.verdict = json.at("verdict").get<std::string>();
  if (const Json& message = json.at("message"); !message.is_null()) face.message = message.get<std::string>();
  face.novelty = readNovelty(json.at("novelty"));
  if (const Json& distance = json.at("distance"); !distance.is_null()) face.distance = distance.get<double>();
  return face;
}

}  // namespace

Assessment readAssessment(const Json& json) {
  Assessment assessment;
  for (const Json& face : json.at("faces")) assessment.faces.push_back(readFace(face));
  assessment.samples = readCount(json.at("samples"));
  return assessment;
}

}  // namespace facewire::client
