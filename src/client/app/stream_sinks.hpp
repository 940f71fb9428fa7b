#pragma once

#include <functional>
#include <mutex>
#include <opencv2/core/mat.hpp>
#include <optional>
#include <string>

#include "results_output.hpp"
#include "session.hpp"
#include "sightings.hpp"
#include "stream_link.hpp"
#include "video_output.hpp"

namespace facewire::app {

/// What the window needs to know; a copy of one moment.
struct LiveView {
  cv::Mat picture;  ///< the newest annotated picture; empty before the first
  std::int64_t serial = 0;
  Clock::time_point taken{};
  std::optional<Clock::time_point> lostSince;
};

/// Where a stream's answers go: results, annotated video, window, and the count of who was seen. The listener's calls
/// come one at a time; liveView() and failure() are safe from any thread.
class StreamSinks : public StreamListener {
 public:
  struct Settings {
    bool textResults = false;    ///< who comes into view, on standard output
    bool keepsPictures = false;  ///< for liveView()
    std::optional<std::int64_t> expectedFrames;
    std::optional<ResultsOutput> results;
    std::optional<ResultsOutput> printedResults;
    std::optional<VideoOutput> video;
  };

  /// `giveUp` is called when an output cannot be written or nobody reads it any more.
  StreamSinks(const Session& session, Settings settings, std::function<void()> giveUp);

  void onAnswer(const SentFrame& frame, Result<client::Answer> answer) override;
  void onLost(const Error& error) override;
  void onBack(std::chrono::duration<double> away) override;

  LiveView liveView() const;

  /// Why an output could not be written.
  std::optional<Error> failure() const;

  /// After the stream: completes the video.
  void close();

  std::int64_t answered() const { return answered_; }
  std::int64_t refused() const { return refused_; }
  std::string whoWasSeen() const { return sightings_.summary(); }

 private:
  void writeResult(const SentFrame& frame, const Result<client::Answer>& answer);
  void tellArrivals(const SentFrame& frame, const protocol::FacesResult& result);
  void keepPicture(const SentFrame& frame, const Result<client::Answer>& answer);
  void giveUpOver(const Error& error);

  const Session& session_;
  Settings settings_;
  const std::function<void()> giveUp_;
  Sightings sightings_;
  std::int64_t answered_ = 0;
  std::int64_t refused_ = 0;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  LiveView view_;
  std::optional<Error> failure_;
};

}  // namespace facewire::app
