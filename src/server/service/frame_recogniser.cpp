#include "frame_recogniser.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "face_comparison.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/image/jpeg_header.hpp"

namespace facewire::service {
namespace {

using protocol::Reason;

/// For the tag of a face that the picture says too little of.
std::string whyNotCompared(Reason reason) {
  switch (reason) {
    case Reason::tooSmall:
      return "too small";
    case Reason::tooBlurred:
      return "too blurred";
    case Reason::tooDark:
      return "too dark";
    case Reason::tooBright:
      return "too bright";
    default:
      return "";
  }
}

void setMark(const protocol::Face& face, vision::Mark& mark) {
  mark.box = {face.box.x, face.box.y, face.box.width, face.box.height};
  mark.known = face.known;
  mark.label = "unknown";
  if (face.name) mark.label = *face.name;
  if (face.reason == Reason::knownStranger) mark.label = "stranger";
  if (face.known) mark.detail = std::to_string(std::lround(face.score * 100)) + " %";
  if (!face.known) mark.detail = whyNotCompared(face.reason);
}

}  // namespace

FrameRecogniser::FrameRecogniser(const Workshop& workshop, const server::StreamOptions& options) : workshop_(workshop) {
  if (options.track) tracked_.emplace(tracking::Search::spread, workshop.options.rest);
  if (options.track && options.sightings && workshop.sightings) {
    watch_.emplace(workshop.sightings->openStream(options.client));
  }
}

Result<const server::FrameAnswer*> FrameRecogniser::answerFrame(ByteView jpeg, bool wantAnnotated,
                                                                const std::stop_token& stop) {
  const auto done = [&]() -> Result<void> {
    try {
      return recognise(jpeg, wantAnnotated, stop);
    } catch (const std::exception& error) {  // OpenCV, or no memory for this picture
      return fail(ErrorCode::internal, error.what());
    }
  }();
  if (!done) {
    workshop_.tally.refused.count(done.error().code);
    return fail(done.error());
  }
  ++workshop_.tally.frames;
  workshop_.tally.rate.note();
  workshop_.tally.times.add(answer_.faces.ms, wantAnnotated);
  return &answer_;
}

void FrameRecogniser::releaseBuffers() {
  answer_ = {};
  annotated_ = Bytes();
}

Result<void> FrameRecogniser::recognise(ByteView jpeg, bool wantAnnotated, const std::stop_token& stop) {
  const auto arrived = Clock::now();
  protocol::FacesResult& result = answer_.faces;
  answer_.annotated = {};
  result.frame = nextFrame_++;

  // Before the lease: what cannot be decoded must not keep an engine from others.
  const auto header = image::readJpegHeader(jpeg, workshop_.options.limits.maxPixels);
  if (!header) return fail(header.error());
  const auto engine = workshop_.engines.lease(stop, waiter_);
  if (!engine) return fail(engine.error());
  const auto leased = Clock::now();

  cv::Mat& grey = (*engine)->grey;
  const bool canRetouch =
      wantAnnotated && (*engine)->retoucher.open(jpeg, *header, workshop_.options.jpegQuality, grey);
  if (!canRetouch || (*engine)->wantsColour) {
    if (auto done = (*engine)->decode(jpeg, *header); !done) return fail(done.error());
  }
  result.width = grey.cols;
  result.height = grey.rows;
  const auto decoded = Clock::now();

  const vision::Picture picture = (*engine)->picture();
  std::vector<vision::DetectedFace>& found = (*engine)->search.faces;
  if (tracked_) {
    tracked_->find(picture, (*engine)->finder, (*engine)->search);
  } else {
    found = (*engine)->findFaces();
  }
  vision::keepLargest(found, workshop_.options.maxFaces);
  const auto detected = Clock::now();

  const auto snapshot = workshop_.gallery.snapshot();
  std::span<const tracking::TrackId> tracks;
  if (watch_) watch_->beginFrame();
  if (tracked_) tracks = tracked_->follow(found, snapshot);
  result.faces.resize(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto track = tracked_ ? std::optional(tracks[i]) : std::nullopt;
    identify(**engine, *snapshot, found[i], track, result.faces[i]);
  }
  if (watch_) watch_->endFrame();
  const auto recognised = Clock::now();

  if (wantAnnotated) {
    if (auto done = annotate(**engine, jpeg, *header, canRetouch, result.faces); !done) return fail(done.error());
    answer_.annotated = annotated_;
  }
  const auto finished = Clock::now();

  const auto known = std::ranges::count_if(result.faces, &protocol::Face::known);
  workshop_.tally.known += static_cast<std::uint64_t>(known);
  workshop_.tally.unknown += result.faces.size() - static_cast<std::uint64_t>(known);
  result.ms = {millisecondsBetween(arrived, leased),      millisecondsBetween(leased, decoded),
               millisecondsBetween(decoded, detected),    millisecondsBetween(detected, recognised),
               millisecondsBetween(recognised, finished), millisecondsBetween(arrived, finished)};
  return {};
}

void FrameRecogniser::identify(Engine& engine, const gallery::GallerySnapshot& snapshot,
                               const vision::DetectedFace& detected, std::optional<tracking::TrackId> track,
                               protocol::Face& face) {
  const FaceComparison* made = nullptr;  // none while the track rests
  const auto judge = [&]() -> tracking::IdentityVote::Verdict {
    const auto now = Clock::now();
    if (track && tracked_->voteOf(*track).mayRest(now)) return tracked_->voteOf(*track).rest(now);
    made = &engine.comparer.compare(workshop_, snapshot, engine.picture(), detected);
    return track ? tracked_->voteOf(*track).add(made->matches, made->decision, now)
                 : tracking::IdentityVote::ofFrame(made->matches, made->decision);
  };
  const tracking::IdentityVote::Verdict verdict = judge();
  setFace(verdict, snapshot, detected.box, verdict.threshold, face);
  face.track = track;
  if (watch_ && track) watch_->add(*track, verdict, tracked_->voteOf(*track).isSteady(), snapshot, made);
}

Result<void> FrameRecogniser::annotate(Engine& engine, ByteView jpeg, const image::JpegHeader& header, bool canRetouch,
                                       const std::vector<protocol::Face>& faces) {
  std::vector<vision::Mark>& marks = engine.marks;
  marks.resize(faces.size());
  for (std::size_t i = 0; i < faces.size(); ++i) setMark(faces[i], marks[i]);
  std::optional<ByteView> annotated;
  if (canRetouch) annotated = retouch(engine, marks);
  if (!annotated) {
    const auto redrawn = redraw(engine, jpeg, header, marks);
    if (!redrawn) return fail(redrawn.error());
    annotated = *redrawn;
  }
  // The engine's memory goes on to the next lease before this answer is sent.
  annotated_.assign(annotated->begin(), annotated->end());
  return {};
}

/// Colour only where something is drawn.
std::optional<ByteView> FrameRecogniser::retouch(Engine& engine, std::span<const vision::Mark> marks) {
  engine.colour.create(engine.grey.size(), CV_8UC3);
  engine.annotator.draw(engine.colour, marks,
                        [&engine](const cv::Rect& part) { engine.retoucher.reveal(part, engine.colour); });
  return engine.retoucher.finish(engine.colour);
}

Result<ByteView> FrameRecogniser::redraw(Engine& engine, ByteView jpeg, const image::JpegHeader& header,
                                         std::span<const vision::Mark> marks) {
  if (auto done = engine.decoder.decode(jpeg, header, image::PixelFormat::bgr, engine.colour); !done) {
    return fail(done.error());
  }
  engine.annotator.draw(engine.colour, marks);
  return engine.encoder.encode(engine.colour, workshop_.options.jpegQuality);
}

}  // namespace facewire::service
