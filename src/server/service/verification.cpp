#include "verification.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "face_comparison.hpp"
#include "histogram_comparison.hpp"
#include "main_face.hpp"
#include "people_requests.hpp"
#include "threshold_in_use.hpp"

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

std::optional<PersonMatch> findOther(const std::vector<PersonMatch>& matches, PersonId person) {
  const auto found = std::ranges::find_if(matches, [&](const PersonMatch& match) { return match.person != person; });
  return found == matches.end() ? std::nullopt : std::optional(*found);
}

/// The nearest sample of that person that has a picture; nothing where there is none.
std::optional<PersonMatch> nearestOf(PersonId person, const FaceComparison& comparison,
                                     const gallery::GallerySnapshot& snapshot) {
  const auto& index = snapshot.index;
  if (const auto near = findPerson(index.findNearestByViews(comparison.face, kComparedByAllViews), person)) return near;
  return findPerson(index.findNearest(comparison.face.views.front(), snapshot.people.size()), person);
}

/// A person, the nearest other one, and the rule for such distances.
struct Sides {
  PersonMatch own;
  std::optional<PersonMatch> other;
  gallery::DecisionOptions rule;
};

/// By what the face was compared, where the person is in it; else by what the person can be compared by.
std::optional<Sides> sidesOf(PersonId person, const FaceComparison& comparison, const vision::Picture& picture,
                             const cv::Rect& frame, const Workshop& workshop,
                             const gallery::GallerySnapshot& snapshot) {
  if (const auto own = findPerson(comparison.matches, person)) {
    return Sides{*own, findOther(comparison.matches, person), comparison.rule};
  }
  if (const auto own = nearestOf(person, comparison, snapshot)) {
    if (!comparison.isByHistograms) return Sides{*own, findOther(comparison.matches, person), comparison.rule};
    const auto rule = decisionOptionsIn(workshop.options, snapshot);
    return Sides{*own, findOther(gallery::findNearestToDecide(snapshot.index, comparison.face, rule), person), rule};
  }
  for (const auto& made :
       compareWithHistograms(workshop.options, snapshot, picture.grey, frame, snapshot.people.size())) {
    if (const auto own = findPerson(made.matches, person)) {
      return Sides{*own, findOther(made.matches, person), made.rule};
    }
  }
  return std::nullopt;
}

/// The comparison with one person in particular.
struct Judgement {
  Reason reason = Reason::tooSmall;
  double score = 0;
  std::optional<PersonMatch> own;    ///< the person's nearest sample
  std::optional<PersonMatch> other;  ///< the nearest other person
  double threshold = 0;
};

/// `sides`: nothing where the picture shows too little of the face to be compared.
Judgement judge(PersonId person, const FaceComparison& comparison, const std::optional<Sides>& sides) {
  Judgement judgement;
  judgement.reason = comparison.decision.reason;
  judgement.threshold = comparison.decision.threshold;
  if (!sides) return judgement;
  judgement.own = sides->own;
  judgement.other = sides->other;
  std::vector<PersonMatch> matches{sides->own};
  if (sides->other) matches.push_back(*sides->other);
  // The same rule with this person in the place of the nearest: what it says where it is not this person's name that
  // the face is given.
  const gallery::Decision decision = gallery::decide(matches, sides->rule);
  judgement.score = decision.score;
  judgement.threshold = decision.threshold;
  if (!comparison.decision.accepted()) {
    judgement.reason = decision.reason;
  } else if (comparison.matches.front().person != person) {
    judgement.reason = Reason::anotherPerson;
    judgement.score = std::min(decision.score, 0.5);
  }
  return judgement;
}

Json toJson(const Judgement& judgement, const std::string& name, const cv::Rect& box,
            const gallery::GallerySnapshot& snapshot) {
  Json json{{"verified", judgement.reason == Reason::accepted},
            {"name", name},
            {"distance", nullptr},
            {"threshold", rounded(judgement.threshold, 1000)},
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
  const vision::Picture picture = (*engine)->picture();
  const FaceComparison comparison = compareFace(workshop, *snapshot, picture, *face);
  std::optional<Sides> sides;
  if (!comparison.face.views.empty()) {
    sides = sidesOf(person.id, comparison, picture, face->frame(), workshop, *snapshot);
    if (!sides) {
      return fail(ErrorCode::unknownPerson,
                  "\"" + person.name + "\" has no sample that can be compared: enrol a picture first");
    }
  }
  return toJson(judge(person.id, comparison, sides), *name, face->box, *snapshot);
}

}  // namespace facewire::service
