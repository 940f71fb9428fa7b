#include "facewire/client/assessment.hpp"

#include <array>

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
  const auto box = json.at("box").get<std::array<int, 4>>();
  AssessedFace face;
  face.box = {box[0], box[1], box[2], box[3]};
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
  assessment.samples = json.at("samples").get<std::size_t>();
  return assessment;
}

}  // namespace facewire::client
