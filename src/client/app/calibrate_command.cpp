#include "calibrate_command.hpp"

#include "calibration_plot.hpp"
#include "calibration_text.hpp"
#include "facewire/base/file.hpp"
#include "terminal_text.hpp"
#include "waiting_bar.hpp"

namespace facewire::app {
namespace {

using protocol::Json;

/// The largest gallery takes a server about a minute, one that is busy with frames some more.
constexpr std::chrono::minutes kPatience{10};

ExitStatus resetThreshold(const Session& session, client::Client& client) {
  const auto reset = client.resetCalibration();
  if (!reset) return session.report(reset.error());
  if (session.options.json) {
    session.console.result(protocol::toText(
        Json{{"removed", reset->removed}, {"threshold", reset->threshold}, {"threshold_from", reset->from}}));
    return ExitStatus::done;
  }
  session.console.result(std::string(reset->removed ? "the calibration is forgotten" : "there was no calibration") +
                         "; the threshold is " + distanceNumber(reset->threshold, reset->threshold) + ", " +
                         describeThresholdSource(reset->from));
  return ExitStatus::done;
}

ExitStatus writePlot(const Session& session, const client::Calibration& found, const std::string& file) {
  if (const auto written = writeFile(file, asBytes(drawCalibration(found))); !written) {
    return session.report(written.error(), file);
  }
  session.console.note("plot: " + file);
  return ExitStatus::done;
}

}  // namespace

ExitStatus runCalibrate(const Session& session, const CalibrateOptions& options) {
  auto client = session.connect();
  if (!client) return session.report(client.error());
  if (options.reset) return resetThreshold(session, *client);

  const auto found = [&] {
    const WaitingBar waiting(session.console, "comparing the enrolled pictures with one another");
    return client->calibrate(options.far, options.apply,
                             std::max<std::chrono::milliseconds>(session.options.timeout, kPatience));
  }();
  if (!found) return session.report(found.error());
  if (session.options.json) {
    session.console.result(protocol::toText(found->json));
  } else {
    for (const std::string& line : describeCalibration(*found)) session.console.result(line);
  }
  ExitStatus status = ExitStatus::done;
  if (!options.plot.empty()) status = writePlot(session, *found, options.plot);
  if (!found->suggested) {
    session.console.error(found->why);
    status = ExitStatus::badInput;
  }
  return status;
}

}  // namespace facewire::app
