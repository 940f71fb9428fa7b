#include "console.hpp"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr std::chrono::milliseconds kBarInterval{100};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool isSmartTerminal(int descriptor) {
  return ::isatty(descriptor) != 0 && environment("TERM") != "dumb";
}

/// What reads the pipe may write to the same terminal (`| head`, `| tee`), and would do so into the bar.
bool isPipe(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode);
}

std::size_t terminalColumns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

Console::Console(bool quiet)
    : quiet_(quiet),
      resultsAreTerminal_(::isatty(STDOUT_FILENO) != 0),
      showsBar_(!quiet && isSmartTerminal(STDERR_FILENO) && !isPipe(STDOUT_FILENO)),
      colours_(isSmartTerminal(STDOUT_FILENO) && environment("NO_COLOR").empty()) {}

Console::~Console() {
  endProgress();
}

void Console::result(std::string_view line) {
  const std::scoped_lock lock(mutex_);
  if (resultsAreTerminal_) clearBar();
  const std::string whole = std::string(line) + '\n';
  if (reader_ == Reader::reads) {
    const bool written = std::fwrite(whole.data(), 1, whole.size(), stdout) == whole.size() && std::fflush(stdout) == 0;
    if (!written) reader_ = errno == EPIPE ? Reader::gone : Reader::lost;
  }
  if (resultsAreTerminal_) drawBar();
}

Console::Reader Console::reader() const {
  const std::scoped_lock lock(mutex_);
  return reader_;
}

void Console::note(std::string_view text) {
  if (!quiet_) writeNote(printable(text));
}

void Console::error(std::string_view text) {
  writeNote("facewire: " + printable(text));
}

void Console::writeNote(const std::string& line) {
  const std::scoped_lock lock(mutex_);
  clearBar();
  std::fputs((line + '\n').c_str(), stderr);
  drawBar();
}

void Console::progress(const Progress& progress) {
  if (!showsBar_) return;
  const std::scoped_lock lock(mutex_);
  const auto now = Clock::now();
  if (began_ == Clock::time_point{}) began_ = now;
  if (now - drawn_ < kBarInterval) return;
  drawn_ = now;
  bar_ = renderProgress(progress, now - began_, terminalColumns() - 1);
  clearBar();
  drawBar();
}

void Console::status(std::string_view text) {
  const std::string line = printable(text);
  {
    const std::scoped_lock lock(mutex_);
    if (line == status_) return;
    status_ = line;
    if (showsBar_) {
      bar_ = cutToWidth(line, terminalColumns() - 1);
      clearBar();
      drawBar();
      return;
    }
  }
  note(line);
}

void Console::endProgress() {
  const std::scoped_lock lock(mutex_);
  clearBar();
  bar_.clear();
  began_ = {};
  drawn_ = {};
}

void Console::clearBar() {
  if (!barIsDrawn_) return;
  std::fputs("\r\x1b[K", stderr);
  barIsDrawn_ = false;
}

void Console::drawBar() {
  if (bar_.empty()) return;
  std::fputs(bar_.c_str(), stderr);
  barIsDrawn_ = true;
}

std::string Console::known(std::string_view text) const {
  return colours_ ? "\x1b[1;32m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string Console::unknown(std::string_view text) const {
  return colours_ ? "\x1b[33m" + std::string(text) + "\x1b[0m" : std::string(text);
}

}  // namespace facewire::app
