#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "facewire/base/clock.hpp"
#include "progress_bar.hpp"

namespace facewire::app {

/// The terminal: results on standard output, everything else on standard error, and a progress bar at the foot where
/// standard error is a terminal (and standard output no pipe). Safe for concurrent use.
class Console {
 public:
  /// `quiet`: on standard error only what went wrong.
  explicit Console(bool quiet);
  ~Console();

  /// A line on standard output, as it is, at once.
  void result(std::string_view line);

  enum class Reader {
    reads,
    gone,  ///< the pipe was closed: whoever read has had enough, as in `| head`
    lost   ///< standard output cannot be written (a full disk)
  };
  Reader reader() const;

  /// A line on standard error, unless quiet.
  void note(std::string_view text);

  /// "facewire: ..." on standard error.
  void error(std::string_view text);

  /// Draws the bar, a few times a second at most.
  void progress(const Progress& progress);

  /// What is going on, in one line that the next one replaces; where there is no bar, a note whenever it changes.
  void status(std::string_view text);

  /// Takes the bar away.
  void endProgress();

  /// Text for result(): a known person stands out, an unknown one steps back, where standard output is a terminal
  /// and NO_COLOR is not set.
  std::string known(std::string_view text) const;
  std::string unknown(std::string_view text) const;

  bool resultsAreTerminal() const { return resultsAreTerminal_; }

 private:
  void clearBar();
  void drawBar();
  void writeNote(const std::string& line);

  const bool quiet_;
  const bool resultsAreTerminal_;
  const bool showsBar_;
  const bool colours_;
  mutable std::mutex mutex_;
  // Guarded by mutex_.
  std::string bar_;
  bool barIsDrawn_ = false;
  std::string status_;  ///< the last one that was told
  Reader reader_ = Reader::reads;
  Clock::time_point began_{};
  Clock::time_point drawn_{};
};

}  // namespace facewire::app
