#include "run.hpp"

#include <variant>

#include "facewire/capture/library_messages.hpp"
#include "options.hpp"

namespace facewire::app {
namespace {

/// Which function runs which options.
struct Runner {
  const Session& session;
  ExitStatus operator()(const RecognizeOptions& options) const { return runRecognize(session, options); }
  ExitStatus operator()(const VerifyOptions& options) const { return runVerify(session, options); }
  ExitStatus operator()(const StreamOptions& options) const { return runStream(session, options); }
  ExitStatus operator()(const EnrollOptions& options) const { return runEnroll(session, options); }
  ExitStatus operator()(const ImportOptions& options) const { return runImport(session, options); }
  ExitStatus operator()(const PeopleOptions& options) const { return runPeople(session, options); }
  ExitStatus operator()(const StatusOptions& options) const { return runStatus(session, options); }
  ExitStatus operator()(const BenchOptions& options) const { return runBench(session, options); }
  ExitStatus operator()(const SightingsOptions& options) const { return runSightings(session, options); }
  ExitStatus operator()(const ForgetOptions& options) const { return runForget(session, options); }
  ExitStatus operator()(const WatchOptions& options) const { return runWatch(session, options); }
  ExitStatus operator()(const GalleryOptions& options) const { return runGallery(session, options); }
  ExitStatus operator()(const CalibrateOptions& options) const { return runCalibrate(session, options); }
};

}  // namespace

ExitStatus run(int argc, const char* const* argv) {
  const auto parsed = parseCommandLine(argc, argv);
  if (const auto* status = std::get_if<ExitStatus>(&parsed)) return *status;
  const auto& line = std::get<CommandLine>(parsed);
  capture::silenceLibraries();
  Console console(line.common.quiet, line.common.colour);
  const Session session{line.common, console};
  const ExitStatus status = std::visit(Runner{session}, line.command);
  if (console.reader() == Console::Reader::lost && status == ExitStatus::done) {
    console.error("standard output: cannot be written");
    return ExitStatus::badInput;
  }
  return status;
}

}  // namespace facewire::app
