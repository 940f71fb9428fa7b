#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "facewire/capture/frame_slot.hpp"
#include "facewire/capture/frame_source.hpp"

namespace facewire::capture {

/// Reads a source in its own thread. A live source always offers its newest frame; a file offers every frame in order
/// and waits for its reader. A live source that dies is opened again, with back-off, for as long as this lives. Safe
/// for concurrent use.
class CaptureThread {
 public:
  /// `tell` is called from the capture thread with a line for people when a live source is lost and when it is back.
  CaptureThread(std::unique_ptr<FrameSource> source, std::function<void(const std::string&)> tell);

  /// Ends and joins the thread; blocks for at most the source's read timeout.
  ~CaptureThread() = default;

  /// The next frame; waits for one. Nothing at the end of a file, after failure(), or where `stop` ended the wait.
  std::optional<Frame> take(const std::stop_token& stop) { return slot_.take(stop); }

  bool isLive() const { return live_; }

  /// True while a live source is lost.
  bool isLost() const { return lost_; }

  std::int64_t dropped() const { return slot_.dropped(); }

  /// Why a file ended where it gave not one frame.
  std::optional<Error> failure() const;

  const FrameSource& source() const { return *source_; }

 private:
  void run(const std::stop_token& stop);
  bool mend(const Error& error, const std::stop_token& stop);

  const std::unique_ptr<FrameSource> source_;
  const std::function<void(const std::string&)> tell_;
  const bool live_;
  std::atomic<bool> lost_ = false;
  mutable std::mutex mutex_;
  std::optional<Error> failure_;  // guarded by mutex_
  FrameSlot slot_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace facewire::capture
