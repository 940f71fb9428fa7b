#include "stream_sinks.hpp"

#include <cmath>
#include <utility>

#include "face_report.hpp"
#include "facewire/capture/picture.hpp"
#include "terminal_text.hpp"

namespace facewire::app {

StreamSinks::StreamSinks(const Session& session, Settings settings, std::function<void()> giveUp)
    : session_(session), settings_(std::move(settings)), giveUp_(std::move(giveUp)) {}

void StreamSinks::onAnswer(const SentFrame& frame, Result<client::Answer> answer) {
  if (answer) {
    ++answered_;
    tellArrivals(frame, *answer->faces);
  } else if (refused_++ == 0) {
    session_.console.error("frame " + std::to_string(frame.index) + ": " + session_.explain(answer.error()) +
                           " (going on; further frames like this are only counted)");
  }
  writeResult(frame, answer);
  if (settings_.video || settings_.keepsPictures) keepPicture(frame, answer);
  session_.console.progress({answered_ + refused_, settings_.expectedFrames, "frames"});
  if (session_.console.reader() != Console::Reader::reads) giveUp_();
}

void StreamSinks::tellArrivals(const SentFrame& frame, const protocol::FacesResult& result) {
  for (const protocol::Face& face : sightings_.note(result, frame.timeMs)) {
    if (!settings_.textResults) continue;
    session_.console.result(clockText(frame.timeMs / 1000) + "  " + describeFace(face, session_.console, 0));
  }
}

void StreamSinks::writeResult(const SentFrame& frame, const Result<client::Answer>& answer) {
  if (!settings_.results && !settings_.printedResults) return;
  protocol::Json json{{"frame", frame.index}};
  if (answer) {
    json = protocol::toJson(*answer->faces);
    // The server counts on each connection from 0; the source's own number keeps its meaning.
    json["frame"] = frame.index;
  } else {
    json["error"] = toJson(answer.error());
  }
  json["time_ms"] = std::round(frame.timeMs * 1000) / 1000;
  for (auto* output : {&settings_.results, &settings_.printedResults}) {
    if (!output->has_value()) continue;
    if (const auto written = (*output)->write(json); !written) giveUpOver(written.error());
  }
}

void StreamSinks::keepPicture(const SentFrame& frame, const Result<client::Answer>& answer) {
  // A frame without an answer is written as it was, so that the video keeps its length.
  const auto picture = capture::decodeColour(answer ? answer->annotated : frame.jpeg);
  if (!picture) return;
  if (settings_.video) {
    if (const auto written = settings_.video->write(*picture, frame.timeMs); !written) giveUpOver(written.error());
  }
  if (!settings_.keepsPictures || !answer) return;
  const std::scoped_lock lock(mutex_);
  view_.picture = *picture;
  view_.taken = frame.taken;
  ++view_.serial;
}

void StreamSinks::onLost(const Error& error) {
  const std::string reason = error.detail == "closed" ? "it closed the connection" : error.detail;
  session_.console.note("lost the server (" + reason + "); trying again…");
  const std::scoped_lock lock(mutex_);
  view_.lostSince = Clock::now();
}

void StreamSinks::onBack(std::chrono::duration<double> away) {
  session_.console.note("back after " + fixed(away.count(), 1) + " s");
  const std::scoped_lock lock(mutex_);
  view_.lostSince.reset();
}

LiveView StreamSinks::liveView() const {
  const std::scoped_lock lock(mutex_);
  return view_;
}

std::optional<Error> StreamSinks::failure() const {
  const std::scoped_lock lock(mutex_);
  return failure_;
}

void StreamSinks::giveUpOver(const Error& error) {
  {
    const std::scoped_lock lock(mutex_);
    if (!failure_) failure_ = error;
  }
  giveUp_();
}

void StreamSinks::close() {
  if (settings_.video) settings_.video->close();
}

}  // namespace facewire::app
