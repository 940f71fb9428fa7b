#include "console.hpp"

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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

winsize sizeOf(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {24, 80, 0, 0};
  return size;
}

std::size_t terminalColumns() {
  return sizeOf(STDERR_FILENO).ws_col;
}

bool wantsColour(Console::Colour colour) {
  if (colour != Console::Colour::automatic) return colour == Console::Colour::always;
  return isSmartTerminal(STDOUT_FILENO) && environment("NO_COLOR").empty();
}

}  // namespace

Console::Console(bool quiet, Colour colour)
    : quiet_(quiet),
      resultsAreTerminal_(::isatty(STDOUT_FILENO) != 0),
      showsBar_(!quiet && isSmartTerminal(STDERR_FILENO) && !isPipe(STDOUT_FILENO)),
      colours_(wantsColour(colour)) {}

Console::~Console() {
  endProgress();
}

void Console::result(std::string_view line) {
  const std::scoped_lock lock(mutex_);
  if (resultsAreTerminal_) clearBar();
  write(std::string(line) + '\n');
  if (resultsAreTerminal_) drawBar();
}

void Console::table(const Table& table) {
  const std::vector<std::string> lines = table.lines(resultColumns());
  result(heading(lines.front()));
  for (std::size_t i = 1; i < lines.size(); ++i) result(lines[i]);
}

void Console::page(const std::vector<std::string>& lines) {
  const bool isScreen = isSmartTerminal(STDOUT_FILENO);
  // The cursor stands on the line below.
  const std::size_t room = isScreen ? sizeOf(STDOUT_FILENO).ws_row - 1U : lines.size();
  std::string whole = isScreen ? "\x1b[H" : "";
  for (std::size_t i = 0; i < std::min(room, lines.size()); ++i) whole += lines[i] + (isScreen ? "\x1b[K\n" : "\n");
  whole += isScreen ? "\x1b[J" : "\n";
  const std::scoped_lock lock(mutex_);
  clearBar();
  write(whole);
}

/// mutex_ is held.
void Console::write(const std::string& whole) {
  if (reader_ != Reader::reads) return;
  const bool written = std::fwrite(whole.data(), 1, whole.size(), stdout) == whole.size() && std::fflush(stdout) == 0;
  if (!written) reader_ = errno == EPIPE ? Reader::gone : Reader::lost;
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

std::string Console::coloured(const char* code, std::string_view text) const {
  return colours_ ? "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m" : std::string(text);
}

std::string Console::known(std::string_view text) const {
  return coloured("1;32", text);
}

std::string Console::unknown(std::string_view text) const {
  return coloured("33", text);
}

std::string Console::refused(std::string_view text) const {
  return coloured("31", text);
}

std::string Console::heading(std::string_view text) const {
  return coloured("1", text);
}

std::size_t Console::resultColumns() const {
  return resultsAreTerminal_ ? sizeOf(STDOUT_FILENO).ws_col : 0;
}

}  // namespace facewire::app
