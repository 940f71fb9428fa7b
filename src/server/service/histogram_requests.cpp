#include "histogram_requests.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>

#include "people_requests.hpp"

namespace facewire::service {
namespace {

using gallery::PersonMatch;
using protocol::Json;
using protocol::Request;

constexpr std::size_t kMaxSourceBytes = 500;

/// What adding up leaves between a histogram and itself.
constexpr double kSameHistogram = 1e-9;

tl::unexpected<Error> badField(const std::string& field, const char* expected) {
  return fail(ErrorCode::badMessage, "REQUEST add_sample: \"" + field + "\" must be " + expected);
}

Result<int> wholeField(const Json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end() || !found->is_number_integer()) return badField(field, "a whole number");
  const auto value = found->get<std::int64_t>();
  if (value != static_cast<std::int32_t>(value)) return badField(field, "a whole number of 32 bits");
  return static_cast<int>(value);
}

Result<vision::OpenCvSettings> readSettings(const Json& opencv) {
  if (!opencv.is_object()) return badField("opencv", "an object");
  const auto radius = wholeField(opencv, "radius");
  if (!radius) return fail(radius.error());
  const auto gridX = wholeField(opencv, "grid_x");
  if (!gridX) return fail(gridX.error());
  const auto gridY = wholeField(opencv, "grid_y");
  if (!gridY) return fail(gridY.error());
  return vision::OpenCvSettings{*radius, *gridX, *gridY};
}

std::vector<float> readFloats(ByteView bytes) {
  std::vector<float> numbers(bytes.size() / sizeof(float));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::uint32_t bits = 0;
    for (std::size_t part = 0; part < sizeof(float); ++part) {
      bits |= std::to_integer<std::uint32_t>(bytes[sizeof(float) * i + part]) << (8 * part);
    }
    numbers[i] = std::bit_cast<float>(bits);
  }
  return numbers;
}

/// The person's sample that is this very one.
std::optional<gallery::SampleId> findSame(const gallery::GallerySnapshot& snapshot, const std::string& name,
                                          const vision::OpenCvHistogram& histogram) {
  const auto person = snapshot.byName.find(name);
  const auto index = std::ranges::find(snapshot.histograms, histogram.settings, &gallery::HistogramIndex::settings);
  if (person == snapshot.byName.end() || index == snapshot.histograms.end()) return std::nullopt;
  const auto nearest = index->findNearest({&histogram, 1}, snapshot.people.size());
  const auto own = std::ranges::find(nearest, person->second, &PersonMatch::person);
  if (own == nearest.end() || own->distance > kSameHistogram) return std::nullopt;
  return own->sample;
}

Json describe(const gallery::PersonInfo& person, gallery::SampleId sample, bool isNew, bool already) {
  return {{"name", person.name},
          {"sample", sample},
          {"samples", person.samples.size()},
          {"new_person", isNew},
          {"already", already}};
}

}  // namespace

Result<Json> addHistogram(const Workshop& workshop, const Request& request, ByteView shares) {
  const auto name = nameField(request, "name");
  if (!name) return fail(name.error());
  const auto settings = readSettings(request.body.at("opencv"));
  if (!settings) return fail(settings.error());
  std::string source;
  if (request.body.contains("source")) {
    auto given = protocol::requireText(request, "source");
    if (!given) return fail(given.error());
    source = given->substr(0, kMaxSourceBytes);
  }
  std::optional<int> label;
  if (request.body.contains("label")) {
    const auto given = wholeField(request.body, "label");
    if (!given) return fail(given.error());
    label = *given;
  }
  const vision::OpenCvHistogram histogram{*settings, readFloats(shares)};
  if (const auto valid = vision::expectValid(histogram); !valid) {
    return fail(ErrorCode::badGallery, "these are no histograms of a face: " + valid.error().detail);
  }
  const auto snapshot = workshop.gallery.snapshot();
  if (const auto same = findSame(*snapshot, *name, histogram)) {
    return describe(*snapshot->people.at(snapshot->byName.at(*name)), *same, false, true);
  }
  const auto added = workshop.gallery.addHistogram(*name, source, histogram, label);
  if (!added) return fail(added.error());
  return describe(*added->person, added->sample, added->newPerson, false);
}

}  // namespace facewire::service
