#include "enroll_command.hpp"

#include <filesystem>
#include <stop_token>

#include "enrol_report.hpp"
#include "facewire/capture/capture_thread.hpp"
#include "facewire/capture/picture.hpp"
#include "guided_enrolment.hpp"
#include "interrupt_watch.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr int kSamplesFromFrames = 5;
/// From a live source: how long to wait for each sample wanted.
constexpr std::chrono::seconds kPatience{10};

void tellTotal(const Session& session, const std::string& name, const EnrolReport& report,
               std::optional<std::size_t> samples) {
  if (session.options.json) return;
  const std::size_t tried = report.enrolled() + report.already() + report.refused();
  std::string line =
      "enrolled " + std::to_string(report.enrolled()) + " of " + counted(tried, "picture") + " for " + printable(name);
  if (report.already() > 0) line += ", " + std::to_string(report.already()) + " enrolled already";
  if (samples) line += "; " + counted(*samples, "sample") + " now";
  session.console.result(line);
}

ExitStatus enrolPictures(const Session& session, client::Client& client, const EnrollOptions& options) {
  EnrolReport report(session);
  std::optional<std::size_t> samples;
  for (const std::string& image : options.images) {
    const std::size_t taken = report.enrolled() + report.already();
    if (options.samples && taken >= static_cast<std::size_t>(*options.samples)) break;
    if (options.images.size() > 1) {
      session.console.progress({static_cast<std::int64_t>(taken + report.refused()),
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
  tellTotal(session, options.name, report, samples);
  report.tellResemblances();
  return report.status();
}

ExitStatus enrolFrames(const Session& session, client::Client& client, const EnrollOptions& options) {
  const std::stop_source stop;
  const InterruptWatch interrupts(stop);
  auto opened = options.camera ? capture::openCamera(*options.camera) : capture::openVideo(options.video);
  if (!opened) return session.report(opened.error());
  const auto expected = (*opened)->expectedFrames();
  const int samples = options.samples.value_or(kSamplesFromFrames);
  capture::CaptureThread source(std::move(*opened),
                                [&session](const std::string& text) { session.console.note(text); });

  const bool hasLength = !source.isLive() && expected;
  GuidedEnrolment enrolment(
      session, client,
      {options.name, source.source().name(), static_cast<std::size_t>(samples), source.isLive(), options.stranger},
      hasLength ? SampleWindows::overFrames(*expected, samples) : SampleWindows::overTime());
  const auto deadline = Clock::now() + kPatience * samples;
  while (const auto frame = source.take(stop.get_token())) {
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
