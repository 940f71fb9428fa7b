#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/base/clock.hpp"
#include "progress_bar.hpp"
#include "table.hpp"

namespace facewire::app {

/// The terminal: results on standard output, everything else on standard error, and a progress bar at the foot where
/// standard error is a terminal (and standard output no pipe). Safe for concurrent use.
class Console {
 public:
  enum class Colour {
    automatic,  ///< on a terminal, where NO_COLOR is not set
    always,
    never
  };

  /// `quiet`: on standard error only what went wrong.
  explicit Console(bool quiet, Colour colour = Colour::automatic);
  ~Console();

  /// A line on standard output, as it is, at once.
  void result(std::string_view line);

  /// A table on standard output, cut to the terminal where that is one.
  void table(const Table& table);

  /// Lines that take the place of the last page's, as many as the terminal has room for; one after the other where
  /// standard output is no terminal.
  void page(const std::vector<std::string>& lines);

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

  /// Text for result(): a known person and headings stand out, an unknown one steps back, what was refused warns, where
  /// there are colours.
  std::string known(std::string_view text) const;
  std::string unknown(std::string_view text) const;
  std::string refused(std::string_view text) const;
  std::string heading(std::string_view text) const;

  /// Of the terminal that results go to; 0 where there is none.
  std::size_t resultColumns() const;
  bool resultsAreTerminal() const { return resultsAreTerminal_; }

 private:
  std::string coloured(const char* code, std::string_view text) const;
  void write(const std::string& whole);
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
