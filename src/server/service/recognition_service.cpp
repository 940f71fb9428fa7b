#include "facewire/service/recognition_service.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "assessment.hpp"
#include "calibration_report.hpp"
#include "calibrator.hpp"
#include "engine_pool.hpp"
#include "enrolment.hpp"
#include "explanation.hpp"
#include "facewire/base/clock.hpp"
#include "frame_recogniser.hpp"
#include "gallery_exchange.hpp"
#include "people_requests.hpp"
#include "sample_requests.hpp"
#include "sighting_requests.hpp"
#include "threshold_in_use.hpp"
#include "verification.hpp"

namespace facewire::service {

using protocol::Json;
using protocol::Request;

struct RecognitionService::Impl {
  Impl(const ServiceOptions& serviceOptions, gallery::Gallery& people, const vision::Encoder& faceEncoder,
       sightings::SightingBook* book)
      : options(serviceOptions),
        gallery(people),
        encoder(faceEncoder),
        engines(options.workers, options.detector, encoder.wantsColour()),
        workshop{options, gallery, encoder, engines, tally, book} {
    if (auto loaded = gallery.loadCalibration(encoder.id()); !loaded) {
      throw std::runtime_error("the calibration cannot be read: " + loaded.error().detail);
    }
  }

  Json describeEngine(const gallery::GallerySnapshot& snapshot) const {
    const ThresholdInUse threshold = thresholdInUse(options, snapshot);
    const bool findsByNetwork = std::holds_alternative<vision::YuNetOptions>(options.detector);
    const bool encodesByNetwork = encoder.wantsColour();
    return {{"name", findsByNetwork != encodesByNetwork ? "mixed"
                     : findsByNetwork                   ? "deep"
                                                        : "classic"},
            {"detector", findsByNetwork ? "yunet" : "haar"},
            {"recogniser", encodesByNetwork ? "network" : "lbph"},
            {"encoder", encoder.id()},
            {"threshold", threshold.value},
            {"threshold_from", toWord(threshold.source)},
            {"min_face_pixels", options.minFacePixels},
            {"min_enrol_pixels", options.minEnrolPixels},
            {"min_sharpness", options.minSharpness},
            {"min_enrol_sharpness", options.minEnrolSharpness}};
  }

  /// Those of the network side, and ours among them.
  Json describeLimits(const server::Load& load) const {
    Json limits{{"max_frame_bytes", options.limits.maxFrameBytes}, {"max_pixels", options.limits.maxPixels}};
    limits.update(load.limits);
    return limits;
  }

  Result<Json> describeStatus(const server::Load& load) const {
    const auto snapshot = gallery.snapshot();
    const EnginePool::Queue queue = engines.queue();
    const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - started);
    return Json{{"status",
                 {{"server", options.serverName},
                  {"uptime_s", uptime.count()},
                  {"people", snapshot->people.size()},
                  {"samples", snapshot->samples()},
                  {"clients", load.clients},
                  {"max_clients", load.maxClients},
                  {"workers", engines.size()},
                  {"workers_busy", queue.busy},
                  {"frames_waiting", queue.waiting},
                  {"frames", tally.frames.load()},
                  {"frames_per_second", std::round(tally.rate.perSecond() * 100) / 100},
                  {"frames_refused", tally.refused.total()},
                  {"faces_known", tally.known.load()},
                  {"faces_unknown", tally.unknown.load()},
                  {"engine", describeEngine(*snapshot)},
                  {"calibration", describeCalibration(*snapshot)},
                  {"sightings", describeSightings(workshop)},
                  {"limits", describeLimits(load)},
                  {"refusals", load.refusals}}}};
  }

  Result<Json> answerEnroll(const Request& request, ByteView frame, const std::stop_token& stop) {
    auto name = nameField(request, "name");
    if (!name) return fail(name.error());
    Enrolment enrolment{std::move(*name), "", false, false};
    if (request.body.contains("source")) {
      auto source = protocol::requireText(request, "source");
      if (!source) return fail(source.error());
      enrolment.source = source->substr(0, kMaxSourceBytes);
    }
    if (const auto cropped = request.body.find("cropped"); cropped != request.body.end()) {
      if (!cropped->is_boolean())
        return fail(ErrorCode::badMessage, "REQUEST enroll: \"cropped\" must be true or false");
      enrolment.cropped = cropped->get<bool>();
    }
    if (const auto stranger = request.body.find("stranger"); stranger != request.body.end()) {
      if (!stranger->is_boolean())
        return fail(ErrorCode::badMessage, "REQUEST enroll: \"stranger\" must be true or false");
      enrolment.stranger = stranger->get<bool>();
    }
    return enrol(workshop, enrolment, frame, stop);
  }

  Result<Json> answerAssess(const Request& request, ByteView frame, const std::stop_token& stop) {
    if (!request.body.contains("name")) return assess(workshop, std::nullopt, frame, stop);
    const auto name = nameField(request, "name");
    if (!name) return fail(name.error());
    return assess(workshop, *name, frame, stop);
  }

  Result<Json> answer(const Request& request, ByteView frame, const server::Load& load, const std::stop_token& stop) {
    if (request.op == "people") return listPeople(gallery);
    if (request.op == "person") return showPerson(gallery, request);
    if (request.op == "enroll") return answerEnroll(request, frame, stop);
    if (request.op == "assess") return answerAssess(request, frame, stop);
    if (request.op == "verify") return answerVerify(workshop, request, frame, stop);
    if (request.op == "remove_person") return removePerson(workshop, request);
    if (request.op == "rename_person") return renamePerson(workshop, request);
    if (request.op == "remove_sample") return removeSample(gallery, request);
    if (request.op == "add_sample") return addSample(workshop, request, frame);
    if (request.op == "calibrate") return calibrator.calibrate(request, stop);
    if (request.op == "reset_calibration") return calibrator.reset();
    if (request.op == "sightings") return listSightings(workshop, request);
    if (request.op == "remove_sightings") return removeSightings(workshop, request);
    if (request.op == "watch") return watchSightings(workshop, request, load);
    if (request.op == "status") return describeStatus(load);
    return fail(ErrorCode::unknownOp, "no op is called \"" + request.op.substr(0, 64) + "\"");
  }

  static constexpr std::size_t kMaxSourceBytes = 500;

  const ServiceOptions options;
  gallery::Gallery& gallery;
  const vision::Encoder& encoder;
  const Clock::time_point started = Clock::now();
  EnginePool engines;
  Tally tally;
  const Workshop workshop;
  Calibrator calibrator{workshop};
  ExchangePlaces exchanges;
};

RecognitionService::RecognitionService(const ServiceOptions& options, gallery::Gallery& gallery,
                                       const vision::Encoder& encoder, sightings::SightingBook* book)
    : impl_(std::make_unique<Impl>(options, gallery, encoder, book)) {}

RecognitionService::~RecognitionService() = default;

std::string RecognitionService::describeThreshold() const {
  return service::describeThreshold(impl_->options, *impl_->gallery.snapshot());
}

ServiceCounts RecognitionService::counts() const {
  const Tally& tally = impl_->tally;
  const EnginePool::Queue queue = impl_->engines.queue();
  const auto snapshot = impl_->gallery.snapshot();
  ServiceCounts counts;
  counts.recognised = tally.frames;
  counts.refused = tally.refused.read();
  counts.known = tally.known;
  counts.unknown = tally.unknown;
  std::ranges::transform(kStages, counts.stages.begin(),
                         [&tally](const auto& stage) { return tally.times.of(stage.first).read(); });
  counts.whole = tally.times.whole().read();
  counts.workers = impl_->engines.size();
  counts.busy = queue.busy;
  counts.waiting = queue.waiting;
  counts.people = snapshot->people.size();
  counts.samples = snapshot->samples();
  return counts;
}

protocol::Welcome RecognitionService::welcome() const {
  protocol::Welcome welcome;
  welcome.server = impl_->options.serverName;
  welcome.limits = impl_->options.limits;
  const auto snapshot = impl_->gallery.snapshot();
  welcome.engine = impl_->describeEngine(*snapshot);
  welcome.people = snapshot->people.size();
  return welcome;
}

std::unique_ptr<server::FrameStream> RecognitionService::openStream(const server::StreamOptions& options) {
  return std::make_unique<FrameRecogniser>(impl_->workshop, options);
}

std::unique_ptr<server::Exchange> RecognitionService::openExchange() {
  return std::make_unique<GalleryExchange>(impl_->gallery, impl_->workshop.sightings, impl_->exchanges);
}

protocol::Response RecognitionService::answerRequest(const Request& request, ByteView frame, const server::Load& load,
                                                     const std::stop_token& stop) {
  try {
    if (request.op == "sighting") return showSighting(impl_->workshop, request);
    if (request.op == "explain") return answerExplain(impl_->workshop, request, frame, stop);
    if (request.op == "sample") return answerSample(impl_->gallery, request);
    return {request.id, impl_->answer(request, frame, load, stop)};
  } catch (const std::exception& error) {  // OpenCV, or no memory for this picture
    return {request.id, fail(ErrorCode::internal, error.what())};
  }
}

}  // namespace facewire::service
