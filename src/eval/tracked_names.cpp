#include "tracked_names.hpp"

namespace facewire::eval {

FollowedFaces TrackedNames::find(const vision::Picture& picture, EvalEngine& engine) {
  FollowedFaces found;
  found.faces = faces_.find(picture, engine.finder());
  found.tracks = faces_.follow(found.faces, nullptr);
  return found;
}

std::vector<std::optional<std::size_t>> TrackedNames::name(std::span<const tracking::TrackId> tracks,
                                                           std::span<const SeenFace> faces) {
  std::vector<std::optional<std::size_t>> names;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const Answer& answer = faces[i].answer;
    tracking::IdentityVote& vote = votes_.try_emplace(tracks[i], rest_).first->second;
    const auto verdict = vote.mayRest() ? vote.rest() : vote.add(answer.matches, answer.decision);
    names.push_back(verdict.person ? std::optional(static_cast<std::size_t>(*verdict.person)) : std::nullopt);
  }
  return names;
}

}  // namespace facewire::eval
