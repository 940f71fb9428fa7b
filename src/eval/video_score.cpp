#include "video_score.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace facewire::eval {

double overlapOf(const cv::Rect& a, const cv::Rect& b) {
  const double both = (a & b).area();
  const double either = a.area() + b.area() - both;
  return either > 0 ? both / either : 0;
}

std::vector<std::optional<std::size_t>> matchFaces(const std::vector<TrueFace>& truth,
                                                   const std::vector<FoundFace>& found) {
  std::vector<std::tuple<double, std::size_t, std::size_t>> overlaps;
  for (std::size_t t = 0; t < truth.size(); ++t) {
    for (std::size_t f = 0; f < found.size(); ++f) {
      const double overlap = overlapOf(truth[t].box, found[f].box);
      if (overlap >= kMinOverlap) overlaps.emplace_back(-overlap, t, f);
    }
  }
  std::ranges::sort(overlaps);
  std::vector<std::optional<std::size_t>> matches(truth.size());
  std::vector<bool> taken(found.size(), false);
  for (const auto& [ignored, t, f] : overlaps) {
    if (matches[t] || taken[f]) continue;
    matches[t] = f;
    taken[f] = true;
  }
  return matches;
}

void VideoScore::add(std::int64_t frame, const std::vector<TrueFace>& truth, const std::vector<FoundFace>& found) {
  ++frames_;
  const auto matches = matchFaces(truth, found);
  std::vector<bool> isTrue(found.size(), false);
  std::vector<Way> before = std::exchange(current_, {});
  for (std::size_t t = 0; t < truth.size(); ++t) {
    const FoundFace* face = matches[t] ? &found[*matches[t]] : nullptr;
    IdentityTally& tally = identities_[truth[t].identity];
    tally.enrolled = enrolled_.contains(truth[t].identity);
    entries_.push_back({frame, truth[t].identity, judge(tally, truth[t], face)});
    Way way = continueWay(truth[t], before);
    if (face != nullptr) {
      isTrue[*matches[t]] = true;
      relabel(way, face->name);
    }
    current_.push_back(std::move(way));
  }
  for (std::size_t f = 0; f < found.size(); ++f) {
    if (isTrue[f]) continue;
    ++falseBoxes_;
    if (found[f].name) ++falseBoxesNamed_;
  }
}

Outcome VideoScore::judge(IdentityTally& tally, const TrueFace& face, const FoundFace* found) const {
  ++tally.faces;
  if (found == nullptr) return Outcome::missed;
  ++tally.found;
  const bool right = tally.enrolled ? found->name == face.identity : !found->name;
  if (right) {
    ++tally.right;
    return Outcome::right;
  }
  if (found->name) {
    ++tally.wrong;
    return Outcome::wrong;
  }
  ++tally.unknown;
  return Outcome::unknown;
}

VideoScore::Way VideoScore::continueWay(const TrueFace& face, std::vector<Way>& before) {
  const auto same = std::ranges::find_if(before, [&](const Way& way) {
    return way.face.identity == face.identity && overlapOf(way.face.box, face.box) >= kMinOverlap;
  });
  if (same == before.end()) {
    ++ways_;
    return {.face = face, .label = std::nullopt, .changes = 0};
  }
  Way way = std::move(*same);
  before.erase(same);
  way.face = face;
  return way;
}

void VideoScore::relabel(Way& way, const std::optional<std::string>& name) {
  if (way.label && *way.label != name) {
    ++labelChanges_;
    ++way.changes;
    mostLabelChanges_ = std::max(mostLabelChanges_, way.changes);
    if (way.changes == 2) ++restlessWays_;
  }
  way.label = name;
}

}  // namespace facewire::eval
