#include "enrol_report.hpp"

#include "terminal_text.hpp"

namespace facewire::app {

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
    ++enrolled_;
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

ExitStatus EnrolReport::status() const {
  // A connection that broke is told whatever was enrolled before.
  if (worst_ == ExitStatus::unreachable || worst_ == ExitStatus::refused) return worst_;
  return enrolled_ > 0 ? ExitStatus::done : worst_;
}

}  // namespace facewire::app
