#include "facewire/protocol/faces.hpp"

#include <array>
#include <utility>

#include "fields.hpp"

namespace facewire::protocol {
namespace {

constexpr std::array<std::pair<Reason, std::string_view>, 10> kReasons{{
    {Reason::accepted, "accepted"},
    {Reason::tooFar, "too_far"},
    {Reason::ambiguous, "ambiguous"},
    {Reason::tooSmall, "too_small"},
    {Reason::tooBlurred, "too_blurred"},
    {Reason::emptyGallery, "empty_gallery"},
    {Reason::tooDark, "too_dark"},
    {Reason::tooBright, "too_bright"},
    {Reason::knownStranger, "known_stranger"},
    {Reason::anotherPerson, "another_person"},
}};

Result<int> pixelField(const Json& json, const char* field) {
  const auto number = integerField(json, "FACES", field);
  if (!number) return fail(number.error());
  if (*number < 0 || *number > 65535) return badField("FACES", field, "0 to 65535");
  return static_cast<int>(*number);
}

Result<Box> parseBox(const Json& face) {
  constexpr const char* kExpected = "four whole numbers";
  const auto found = face.find("box");
  if (found == face.end() || !found->is_array() || found->size() != 4) return badField("FACES", "box", kExpected);
  std::array<int, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Json& number = (*found)[i];
    if (!number.is_number_integer()) return badField("FACES", "box", kExpected);
    const auto value = number.get<std::int64_t>();
    if (value < -65535 || value > 65535) return badField("FACES", "box", kExpected);
    numbers[i] = static_cast<int>(value);
  }
  return Box{numbers[0], numbers[1], numbers[2], numbers[3]};
}

Result<std::optional<std::int64_t>> optionalIntegerField(const Json& json, const char* field) {
  const auto found = json.find(field);
  if (found == json.end() || found->is_null()) return std::nullopt;
  const auto number = integerField(json, "FACES", field);
  if (!number) return fail(number.error());
  return *number;
}

Result<Reason> parseReason(const Json& face) {
  const auto word = textField(face, "FACES", "reason");
  if (!word) return fail(word.error());
  if (const auto reason = reasonFromWord(*word)) return *reason;
  return badField("FACES", "reason", "a word of this version");
}

Result<Face> parseFace(const Json& json) {
  if (!json.is_object()) return badField("FACES", "faces", "a list of objects");
  Face face;
  const auto box = parseBox(json);
  if (!box) return fail(box.error());
  face.box = *box;
  const auto name = optionalTextField(json, "FACES", "name");
  if (!name) return fail(name.error());
  face.name = *name;
  const auto known = json.find("known");
  if (known == json.end() || !known->is_boolean()) return badField("FACES", "known", "true or false");
  face.known = known->get<bool>();
  if (const auto distance = json.find("distance"); distance != json.end() && distance->is_number()) {
    face.distance = distance->get<double>();
  }
  const auto threshold = numberField(json, "FACES", "threshold");
  if (!threshold) return fail(threshold.error());
  face.threshold = *threshold;
  const auto score = numberField(json, "FACES", "score");
  if (!score) return fail(score.error());
  face.score = *score;
  const auto reason = parseReason(json);
  if (!reason) return fail(reason.error());
  face.reason = *reason;
  if (const auto runnerUp = json.find("runner_up"); runnerUp != json.end() && runnerUp->is_object()) {
    const auto candidate = textField(*runnerUp, "FACES", "name");
    if (!candidate) return fail(candidate.error());
    const auto distance = numberField(*runnerUp, "FACES", "distance");
    if (!distance) return fail(distance.error());
    face.runnerUp = Candidate{*candidate, *distance};
  }
  const auto sample = optionalIntegerField(json, "sample");
  if (!sample) return fail(sample.error());
  face.sample = *sample;
  const auto track = optionalIntegerField(json, "track");
  if (!track) return fail(track.error());
  face.track = *track;
  return face;
}

}  // namespace

std::string_view toWord(Reason reason) {
  for (const auto& [known, word] : kReasons) {
    if (known == reason) return word;
  }
  return "?";
}

std::optional<Reason> reasonFromWord(std::string_view word) {
  for (const auto& [reason, known] : kReasons) {
    if (known == word) return reason;
  }
  return std::nullopt;
}

Json toJson(const FacesResult& result) {
  return Json::parse(toJsonText(result));
}

std::string toJsonText(const FacesResult& result) {
  std::string text;
  writeJsonText(result, text);
  return text;
}

Result<FacesResult> parseFaces(ByteView payload) {
  const auto json = parseObject(payload, "FACES");
  if (!json) return fail(json.error());
  return facesFromJson(*json);
}

Result<FacesResult> facesFromJson(const Json& json) {
  FacesResult result;
  const auto frame = integerField(json, "FACES", "frame");
  if (!frame) return fail(frame.error());
  result.frame = *frame;
  const auto width = pixelField(json, "width");
  if (!width) return fail(width.error());
  result.width = *width;
  const auto height = pixelField(json, "height");
  if (!height) return fail(height.error());
  result.height = *height;
  const auto faces = json.find("faces");
  if (faces == json.end() || !faces->is_array()) return badField("FACES", "faces", "a list");
  for (const Json& item : *faces) {
    auto face = parseFace(item);
    if (!face) return fail(face.error());
    result.faces.push_back(std::move(*face));
  }
  if (const auto ms = json.find("ms"); ms != json.end() && ms->is_object()) {
    const auto stage = [&ms](const char* name) {
      const auto found = ms->find(name);
      return found != ms->end() && found->is_number() ? found->get<double>() : 0.0;
    };
    result.ms = {stage("wait"),      stage("decode"),   stage("detect"),
                 stage("recognise"), stage("annotate"), stage("total")};
  }
  return result;
}

}  // namespace facewire::protocol
