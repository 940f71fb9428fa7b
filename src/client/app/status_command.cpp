#include "status_command.hpp"

#include <condition_variable>
#include <mutex>

#include "interrupt_watch.hpp"
#include "status_text.hpp"

namespace facewire::app {
namespace {

constexpr std::chrono::seconds kInterval{1};

void waitFor(std::chrono::seconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any ended;
  std::unique_lock lock(mutex);
  ended.wait_for(lock, stop, time, [] { return false; });
}

/// Until somebody has had enough.
ExitStatus watchStatus(const Session& session) {
  std::stop_source stop;
  const InterruptWatch interrupts(stop);
  auto client = session.connect();
  if (!client) return session.report(client.error());
  while (!stop.stop_requested() && session.console.reader() == Console::Reader::reads) {
    const auto status = client->status();
    if (!status) return session.report(status.error());
    if (session.options.json) {
      session.console.result(protocol::toText(*status));
    } else {
      session.console.page(describeStatus(*status, net::toText(session.options.server), session.console,
                                          session.console.resultColumns()));
    }
    waitFor(kInterval, stop.get_token());
  }
  return ExitStatus::done;
}

}  // namespace

ExitStatus runStatus(const Session& session, const StatusOptions& options) {
  if (options.watch) return watchStatus(session);
  auto client = session.connect();
  if (!client) return session.report(client.error());
  const auto status = client->status();
  if (!status) return session.report(status.error());
  if (session.options.json) {
    session.console.result(protocol::toText(*status));
    return ExitStatus::done;
  }
  for (const std::string& line :
       describeStatus(*status, net::toText(session.options.server), session.console, session.console.resultColumns())) {
    session.console.result(line);
  }
  return ExitStatus::done;
}

}  // namespace facewire::app
