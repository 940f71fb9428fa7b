#include "verification.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "face_comparison.hpp"
#include "main_face.hpp"
#include "people_requests.hpp"

namespace facewire::service {
namespace {

using gallery::PersonId;
using gallery::PersonMatch;
using protocol::Json;
using protocol::Reason;

/// Among so many nearest people every view of the face is compared, as it is with the nearest two; whoever is farther
/// is no match by any view, and the first one says how far.
constexpr std::size_t kComparedByAllViews = 32;

double rounded(double value, double scale) {
  return std::round(value * scale) / scale;
}

std::optional<PersonMatch> findPerson(const std::vector<PersonMatch>& matches, PersonId person) {
  const auto found = std::ranges::find(matches, person, &PersonMatch::person);
  return found == matches.end() ? std::nullopt : std::optional(*found);
}

/// The nearest sample of that person; nothing where none can be compared.
std::optional<PersonMatch> nearestOf(PersonId person, const FaceComparison& comparison,
                                     const gallery::GallerySnapshot& snapshot) {
  if (const auto among = findPerson(comparison.matches, person)) return among;
  const auto& index = snapshot.index;
  if (const auto near = findPerson(index.findNearestByViews(comparison.face, kComparedByAllViews), person)) return near;
  return findPerson(index.findNearest(comparison.face.views.front(), snapshot.people.size()), person);
}

/// The comparison with one person in particular.
struct Judgement {
  Reason reason = Reason::tooSmall;
  double score = 0;
  std::optional<PersonMatch> own;    ///< the person's nearest sample
  std::optional<PersonMatch> other;  ///< the nearest other person
};

Result<Judgement> judge(const gallery::PersonInfo& person, const FaceComparison& comparison,
                        const gallery::GallerySnapshot& snapshot) {
  Judgement judgement;
  judgement.reason = comparison.decision.reason;
  if (comparison.face.views.empty()) return judgement;
  judgement.own = nearestOf(person.id, comparison, snapshot);
  if (!judgement.own) {
    return fail(ErrorCode::unknownPerson,
                "\"" + person.name + "\" has no sample that can be compared: enrol a picture first");
  }
  std::vector<PersonMatch> sides{*judgement.own};
  const auto other =
      std::ranges::find_if(comparison.matches, [&](const PersonMatch& match) { return match.person != person.id; });
  if (other != comparison.matches.end()) {
    judgement.other = *other;
    sides.push_back(*other);
  }
  // The same rule with this person in the place of the nearest: what it says where it is not this person's name that
  // the face is given.
  const gallery::Decision decision = gallery::decide(sides, comparison.rule);
  judgement.score = decision.score;
  if (!comparison.decision.accepted()) {
    judgement.reason = decision.reason;
  } else if (comparison.matches.front().person != person.id) {
    judgement.reason = Reason::anotherPerson;
    judgement.score = std::min(decision.score, 0.5);
  }
  return judgement;
}

Json toJson(const Judgement& judgement, const std::string& name, double threshold, const cv::Rect& box,
            const gallery::GallerySnapshot& snapshot) {
  Json json{{"verified", judgement.reason == Reason::accepted},
            {"name", name},
            {"distance", nullptr},
            {"threshold", rounded(threshold, 1000)},
            {"score", rounded(judgement.score, 10000)},
            {"reason", protocol::toWord(judgement.reason)},
            {"runner_up", nullptr},
            {"sample", nullptr},
            {"box", {box.x, box.y, box.width, box.height}}};
  if (judgement.own) {
    json["distance"] = rounded(judgement.own->distance, 1000);
    json["sample"] = judgement.own->sample;
  }
  if (judgement.other) {
    json["runner_up"] = {{"name", snapshot.people.at(judgement.other->person)->name},
                         {"distance", rounded(judgement.other->distance, 1000)}};
  }
  return json;
}

}  // namespace

Result<Json> answerVerify(const Workshop& workshop, const protocol::Request& request, ByteView jpeg,
                          const std::stop_token& stop) {
  const auto name = nameField(request, "name");
  if (!name) return fail(name.error());
  const auto snapshot = workshop.gallery.snapshot();
  const auto found = snapshot->byName.find(*name);
  if (found == snapshot->byName.end()) return fail(ErrorCode::unknownPerson, "nobody is called \"" + *name + "\"");
  const gallery::PersonInfo& person = *snapshot->people.at(found->second);
  if (person.samples.empty()) {
    return fail(ErrorCode::unknownPerson, "\"" + *name + "\" has no sample to compare with: enrol a picture first");
  }

  const auto engine = leaseWithPicture(workshop, jpeg, stop);
  if (!engine) return fail(engine.error());
  const auto face = findOneFace(**engine, "verify");
  if (!face) return fail(face.error());
  const FaceComparison comparison = compareFace(workshop, *snapshot, (*engine)->picture(), *face);
  const auto judgement = judge(person, comparison, *snapshot);
  if (!judgement) return fail(judgement.error());
  return toJson(*judgement, *name, comparison.decision.threshold, face->box, *snapshot);
}

}  // namespace facewire::service
