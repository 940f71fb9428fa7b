#include "enroll_command.hpp"

#include <filesystem>
#include <map>

#include "enrol_report.hpp"
#include "facewire/capture/capture_thread.hpp"
#include "facewire/capture/picture.hpp"
#include "sample_spread.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr int kSamplesFromFrames = 5;
constexpr int kFrameQuality = 95;
/// From a live source: how long to wait for each sample wanted.
constexpr std::chrono::seconds kPatience{10};

/// What is refused with one picture for its name's sake is refused with every picture.
bool concernsName(ErrorCode code) {
  return code == ErrorCode::badName || code == ErrorCode::nameTaken;
}

void tellTotal(const Session& session, const std::string& name, std::size_t enrolled, std::size_t tried,
               std::optional<std::size_t> samples) {
  if (session.options.json) return;
  std::string line =
      "enrolled " + std::to_string(enrolled) + " of " + counted(tried, "picture") + " for " + printable(name);
  if (samples) line += "; " + counted(*samples, "sample") + " now";
  session.console.result(line);
}

ExitStatus enrolPictures(const Session& session, client::Client& client, const EnrollOptions& options) {
  EnrolReport report(session);
  std::optional<std::size_t> samples;
  for (const std::string& image : options.images) {
    if (options.samples && report.enrolled() >= static_cast<std::size_t>(*options.samples)) break;
    if (options.images.size() > 1) {
      session.console.progress({static_cast<std::int64_t>(report.enrolled() + report.refused()),
                                static_cast<std::int64_t>(options.images.size()), "pictures"});
    }
    const Result<Bytes> jpeg = capture::readPictureAsJpeg(image);
    const Result<client::Enrolled> enrolled =
        jpeg ? client.enrol(options.name, *jpeg, std::filesystem::path(image).filename().string(), options.cropped,
                            options.stranger)
             : Result<client::Enrolled>(fail(jpeg.error()));
    if (report.note(image, options.name, enrolled)) samples = enrolled->samples;
    if (!client.isOpen()) break;
    if (!enrolled && concernsName(enrolled.error().code)) break;
  }
  session.console.endProgress();
  tellTotal(session, options.name, report.enrolled(), report.enrolled() + report.refused(), samples);
  return report.status();
}

/// Tries frames one after another. Confined to one thread.
class FrameEnrolment {
 public:
  FrameEnrolment(const Session& session, client::Client& client, const EnrollOptions& options,
                 const std::string& source, SampleSpread spread)
      : session_(session), client_(client), options_(options), source_(source), spread_(spread) {}

  /// False when it is over: enough samples, or the server does not take any more.
  bool offer(const capture::Frame& frame) {
    if (!spread_.wants(frame.index, frame.timeMs)) return true;
    const Result<client::Enrolled> enrolled = enrol(frame);
    spread_.noteTried(frame.index, frame.timeMs, enrolled.has_value());
    if (!enrolled) return noteRefusal(frame, enrolled.error());
    samples_ = enrolled->samples;
    lastReason_.clear();
    if (session_.options.json) report_.note(nameOf(frame), options_.name, enrolled);
    session_.console.note(nameOf(frame) + ": enrolled, " + std::to_string(spread_.enrolled()) + " of " +
                          std::to_string(options_.samples.value_or(kSamplesFromFrames)));
    return !spread_.isComplete();
  }

  ExitStatus finish() {
    session_.console.endProgress();
    std::string reasons;
    std::size_t refused = 0;
    for (const auto& [code, count] : refusals_) {
      reasons += (reasons.empty() ? "" : ", ") + whyRefused(session_, {code, ""}) + ": " + std::to_string(count);
      refused += count;
      worst_ = moreSerious(worst_, exitStatusOf(code));
    }
    if (!reasons.empty()) session_.console.note("frames refused: " + reasons);
    tellTotal(session_, options_.name, static_cast<std::size_t>(spread_.enrolled()),
              static_cast<std::size_t>(spread_.enrolled()) + refused, samples_);
    if (worst_ == ExitStatus::unreachable || worst_ == ExitStatus::refused) return worst_;
    if (spread_.enrolled() > 0) return ExitStatus::done;
    return worst_ == ExitStatus::done ? ExitStatus::badInput : worst_;
  }

 private:
  std::string nameOf(const capture::Frame& frame) const {
    return source_ + " at " + clockText(frame.timeMs / 1000) + " (frame " + std::to_string(frame.index) + ")";
  }

  Result<client::Enrolled> enrol(const capture::Frame& frame) {
    const Result<Bytes> jpeg = capture::encodeJpeg(frame.picture, kFrameQuality);
    if (!jpeg) return fail(jpeg.error());
    return client_.enrol(options_.name, *jpeg, nameOf(frame), false, options_.stranger);
  }

  bool noteRefusal(const capture::Frame& frame, const Error& error) {
    ++refusals_[error.code];
    const std::string reason = whyRefused(session_, {error.code, ""});
    const bool over = !client_.isOpen() || concernsName(error.code);
    // The person before the camera is told once what to change, not at every frame.
    if (over) {
      session_.report(error, nameOf(frame));
    } else if (reason != lastReason_) {
      session_.console.note(nameOf(frame) + ": " + whyRefused(session_, error));
    }
    lastReason_ = reason;
    return !over;
  }

  const Session& session_;
  client::Client& client_;
  const EnrollOptions& options_;
  const std::string source_;
  SampleSpread spread_;
  EnrolReport report_{session_};
  std::map<ErrorCode, std::size_t> refusals_;
  std::string lastReason_;
  std::optional<std::size_t> samples_;
  ExitStatus worst_ = ExitStatus::done;
};

ExitStatus enrolFrames(const Session& session, client::Client& client, const EnrollOptions& options) {
  auto opened = options.camera ? capture::openCamera(*options.camera) : capture::openVideo(options.video);
  if (!opened) return session.report(opened.error());
  const auto expected = (*opened)->expectedFrames();
  const int samples = options.samples.value_or(kSamplesFromFrames);
  capture::CaptureThread source(std::move(*opened),
                                [&session](const std::string& text) { session.console.note(text); });

  const bool spreadsOverFrames = !source.isLive() && expected;
  FrameEnrolment enrolment(
      session, client, options, source.source().name(),
      spreadsOverFrames ? SampleSpread::overFrames(*expected, samples) : SampleSpread::overTime(samples));
  if (source.isLive()) session.console.note("look at the camera, and turn the head a little between samples");
  const auto deadline = Clock::now() + kPatience * samples;
  while (const auto frame = source.take({})) {
    if (!enrolment.offer(*frame)) break;
    if (!source.isLive()) session.console.progress({frame->index + 1, expected, "frames"});
    if (source.isLive() && Clock::now() > deadline) break;
  }
  if (const auto failure = source.failure()) return session.report(*failure);
  return enrolment.finish();
}

}  // namespace

ExitStatus runEnroll(const Session& session, const EnrollOptions& options) {
  auto client = session.connect();
  if (!client) return session.report(client.error());
  return options.images.empty() ? enrolFrames(session, *client, options) : enrolPictures(session, *client, options);
}

}  // namespace facewire::app
