#include "likeness.hpp"

#include <algorithm>

namespace facewire::service {
namespace {

using gallery::PersonMatch;

/// One picture may be enrolled under several names, all of which are at no distance from it.
constexpr std::size_t kNamesOfOnePicture = 16;

/// What rounding leaves between an embedding and itself.
constexpr double kSamePicture = 1e-6;

std::optional<gallery::PersonId> idOf(const gallery::GallerySnapshot& snapshot, const std::string& name) {
  const auto found = snapshot.byName.find(name);
  return found == snapshot.byName.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::optional<Likeness> findLikeness(const gallery::GallerySnapshot& snapshot, const std::string& name,
                                     const vision::FaceViews& face, const gallery::DecisionOptions& options) {
  const auto self = idOf(snapshot, name);
  const std::vector<PersonMatch> others = gallery::findNearestToDecide(
      snapshot.index, face, options, [self](const PersonMatch& match) { return match.person != self; });
  if (!gallery::decide(others, options).accepted()) return std::nullopt;
  const PersonMatch& nearest = others.front();
  return Likeness{snapshot.people.at(nearest.person)->name, nearest.sample, nearest.distance};
}

std::optional<gallery::SampleId> findSamePicture(const gallery::GallerySnapshot& snapshot, const std::string& name,
                                                 const vision::Descriptor& face) {
  const auto self = idOf(snapshot, name);
  if (!self) return std::nullopt;
  const std::vector<PersonMatch> nearest = snapshot.index.findNearest(face, kNamesOfOnePicture);
  const auto own = std::ranges::find(nearest, *self, &PersonMatch::person);
  if (own == nearest.end() || own->distance > kSamePicture) return std::nullopt;
  return own->sample;
}

}  // namespace facewire::service
