#include "enrol_report.hpp"

#include "terminal_text.hpp"

namespace facewire::app {

bool concernsName(ErrorCode code) {
  return code == ErrorCode::badName || code == ErrorCode::nameTaken;
}

std::string whyRefused(const Session& session, const Error& error) {
  if (!error.detail.empty()) return session.explain(error);
  switch (error.code) {
    case ErrorCode::noFace:
      return "no face found";
    case ErrorCode::severalFaces:
      return "several faces found";
    case ErrorCode::poorQuality:
      return "not good enough";
    default:
      return std::string(toWord(error.code));
  }
}

bool EnrolReport::note(const std::string& image, const std::string& person, const Result<client::Enrolled>& result) {
  protocol::Json json{{"image", image}, {"name", person}, {"enrolled", result.has_value()}};
  if (result) {
    ++(result->already ? already_ : enrolled_);
    ++taken_[result->name];
    json["already"] = result->already;
    json["resembles"] = nullptr;
    if (const auto& other = result->resembles) {
      ++resemblances_[{result->name, other->name}];
      json["resembles"] = {{"name", other->name}, {"distance", other->distance}, {"sample", other->sample}};
    }
    json["name"] = result->name;
    json["sample"] = result->sample;
    json["samples"] = result->samples;
    json["box"] = {result->box.x, result->box.y, result->box.width, result->box.height};
  } else {
    ++refused_;
    worst_ = moreSerious(worst_, exitStatusOf(result.error().code));
    json["error"] = toJson(result.error());
    const std::string why = whyRefused(session_, result.error());
    session_.console.error(why.starts_with(image) ? why : image + ": " + why);
  }
  if (session_.options.json) session_.console.result(protocol::toText(json));
  return result.has_value();
}

void EnrolReport::tellResemblances() const {
  for (const auto& [names, pictures] : resemblances_) {
    const auto& [person, other] = names;
    if (2 * pictures < taken_.at(person)) continue;
    session_.console.note(counted(pictures, "picture") + " of " + person + (pictures == 1 ? " looks" : " look") +
                          " like " + other + ", who is enrolled already: if they are the same person, take one away" +
                          " with: facewire people remove " + quotedForShell(person));
  }
}

ExitStatus EnrolReport::status() const {
  // A connection that broke is told whatever was enrolled before.
  if (worst_ == ExitStatus::unreachable || worst_ == ExitStatus::refused) return worst_;
  return enrolled_ + already_ > 0 ? ExitStatus::done : worst_;
}

}  // namespace facewire::app
