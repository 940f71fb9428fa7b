#include "sample_requests.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "histogram_requests.hpp"
#include "likeness.hpp"
#include "people_requests.hpp"
#include "stored_face.hpp"

namespace facewire::service {
namespace {

using protocol::Json;
using protocol::Request;

constexpr std::size_t kMaxSourceBytes = 500;

tl::unexpected<Error> badField(const char* field, const char* expected) {
  return fail(ErrorCode::badMessage, "REQUEST add_sample: \"" + std::string(field) + "\" must be " + expected);
}

/// "2026-11-22T14:41:07Z"
bool isDate(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
  return std::ranges::equal(text, kForm, [](char letter, char form) {
    return form == '0' ? letter >= '0' && letter <= '9' : letter == form;
  });
}

Result<std::string> optionalText(const Request& request, const char* field) {
  if (!request.body.contains(field)) return std::string();
  return protocol::requireText(request, field);
}

Result<std::string> optionalDate(const Request& request, const char* field) {
  auto date = optionalText(request, field);
  if (date && !date->empty() && !isDate(*date)) return badField(field, "a time such as 2026-11-22T14:41:07Z");
  return date;
}

Result<protocol::Box> boxField(const Request& request) {
  const auto found = request.body.find("face");
  constexpr const char* kExpected = "four whole numbers: left, top, width, height";
  if (found == request.body.end() || !found->is_array() || found->size() != 4) return badField("face", kExpected);
  std::array<int, 4> numbers{};
  for (std::size_t i = 0; i < 4; ++i) {
    const Json& number = (*found)[i];
    if (!number.is_number_integer()) return badField("face", kExpected);
    const auto value = number.get<std::int64_t>();
    if (value < 0 || value > std::numeric_limits<std::int16_t>::max()) return badField("face", kExpected);
    numbers.at(i) = static_cast<int>(value);
  }
  return protocol::Box{numbers[0], numbers[1], numbers[2], numbers[3]};
}

}  // namespace

protocol::Response answerSample(gallery::Gallery& gallery, const Request& request) {
  const auto sample = protocol::requireInteger(request, "sample");
  if (!sample) return {request.id, fail(sample.error())};
  auto face = gallery.readFace(*sample);
  if (!face) return {request.id, fail(face.error())};
  const protocol::Box& box = face->face;
  protocol::Response response{request.id, Json{{"sample", *sample}, {"face", {box.x, box.y, box.width, box.height}}}};
  response.data = std::move(face->png);
  return response;
}

Result<Json> addSample(const Workshop& workshop, const Request& request, ByteView png) {
  if (request.body.contains("opencv")) return addHistogram(workshop, request, png);
  const auto name = nameField(request, "name");
  if (!name) return fail(name.error());
  const auto box = boxField(request);
  if (!box) return fail(box.error());
  const auto source = optionalText(request, "source");
  if (!source) return fail(source.error());
  auto created = optionalDate(request, "created");
  if (!created) return fail(created.error());
  auto personCreated = optionalDate(request, "person_created");
  if (!personCreated) return fail(personCreated.error());
  const bool stranger = request.body.value("stranger", Json(false)) == Json(true);

  const gallery::StoredFace stored{Bytes(png.begin(), png.end()), *box};
  const auto chip = fromStored(stored);
  if (!chip) return fail(chip.error());
  const vision::Descriptor descriptor = workshop.encoder.encode(*chip);
  const auto snapshot = workshop.gallery.snapshot();
  if (const auto same = findSamePicture(*snapshot, *name, descriptor)) {
    const gallery::PersonInfo& person = *snapshot->people.at(snapshot->byName.at(*name));
    return Json{{"name", person.name},
                {"sample", *same},
                {"samples", person.samples.size()},
                {"new_person", false},
                {"already", true}};
  }
  const auto added = workshop.gallery.addSample(*name, source->substr(0, kMaxSourceBytes), stored, descriptor, stranger,
                                                {std::move(*created), std::move(*personCreated)});
  if (!added) return fail(added.error());
  return Json{{"name", added->person->name},
              {"sample", added->sample},
              {"samples", added->person->samples.size()},
              {"new_person", added->newPerson},
              {"already", false}};
}

}  // namespace facewire::service
