#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "check_report.hpp"
#include "commands.hpp"
#include "exit_status.hpp"
#include "facewire/base/clock.hpp"
#include "facewire/gallery/data_directory.hpp"
#include "facewire/service/recognition_service.hpp"
#include "facewire/sightings/sighting_check.hpp"

namespace facewire::app {
namespace {

/// One line on a terminal that is written over, from the second second on.
class ProgressLine {
 public:
  void show(std::size_t done, std::size_t all) {
    if (!isTerminal_ || Clock::now() - started_ < std::chrono::seconds(1)) return;
    std::fprintf(stderr, "\r%zu of %zu pictures looked at", done, all);
    isShown_ = true;
  }
  ~ProgressLine() {
    if (isShown_) std::fputs("\r\x1b[K", stderr);
  }

 private:
  const bool isTerminal_ = ::isatty(STDERR_FILENO) == 1;
  const Clock::time_point started_ = Clock::now();
  bool isShown_ = false;
};

/// Nothing where a server is at it, which the check of the gallery has told.
sightings::SightingCheck checkSightingsOf(const std::filesystem::path& directory) try {
  const gallery::DataDirectoryWatch watch(directory);
  return sightings::checkSightings(std::filesystem::absolute(directory) / "sightings.db");
} catch (const std::exception&) {
  return {};
}

int check(const Options& options, const std::filesystem::path& file, bool asJson) {
  const std::filesystem::path& subject = file.empty() ? options.data : file;
  gallery::GalleryCheck found;
  sightings::SightingCheck seen;
  {
    ProgressLine progress;
    const gallery::CheckHooks hooks{service::expectUsable,
                                    [&](std::size_t done, std::size_t all) { progress.show(done, all); }};
    found = file.empty() ? gallery::checkGallery(options.data, hooks) : gallery::checkGalleryFile(file, hooks);
    if (file.empty()) seen = checkSightingsOf(options.data);
  }
  std::ranges::copy(seen.problems, std::back_inserter(found.problems));
  std::ranges::copy(seen.notes, std::back_inserter(found.notes));
  std::cout << (asJson ? toJsonLine(subject, found, seen) : toReport(subject, found, seen));
  return found.isSound() ? kStopped : kFailed;
}

}  // namespace

void addCheckCommand(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("check", "Say whether the gallery is sound, and what is wrong with it.");
  command->footer(
      "Looks at every file, person, picture and descriptor of the --data directory, and changes nothing. No server\n"
      "may be running on it. With a FILE, it looks at that backup instead. Exit status: 0 sound, 1 something is "
      "wrong,\n"
      "2 usage.");
  const auto asJson = std::make_shared<bool>(false);  // both outlive this function, in the two lambdas
  const auto file = std::make_shared<std::filesystem::path>();
  command->add_option("FILE", *file, "A backup, instead of the --data directory");
  command->add_flag("--json", *asJson, "The result as one JSON object.");
  command->callback([&chosen, asJson, file] {
    chosen = [asJson, file](const Options& options) { return check(options, *file, *asJson); };
  });
}

}  // namespace facewire::app
