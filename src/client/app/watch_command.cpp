#include "watch_command.hpp"

#include <optional>

#include "facewire/base/clock.hpp"
#include "facewire/capture/back_off.hpp"
#include "interrupt_watch.hpp"
#include "sighting_text.hpp"
#include "terminal_text.hpp"

namespace facewire::app {
namespace {

constexpr std::chrono::seconds kWait{30};

/// Follows the events across as many connections as it takes. Confined to one thread.
class Watch {
 public:
  Watch(const Session& session, const WatchOptions& options, const std::stop_token& stop)
      : session_(session), options_(options), stop_(stop) {}

  Result<void> run(std::optional<client::Client> client) {
    while (true) {
      const Error lost = follow(*client);
      client.reset();  // a server that stops waits for its clients to hang up
      if (isOver()) return {};
      if (isFinal(lost)) return fail(lost);
      session_.console.note(session_.explain(lost) + "; trying again");
      const auto since = Clock::now();
      auto next = reconnect();
      if (!next) return fail(next.error());
      if (!*next) return {};
      client = *std::move(next);
      session_.console.note("back after " + durationText(Clock::now() - since));
    }
  }

 private:
  bool isOver() const { return stop_.stop_requested() || session_.console.reader() != Console::Reader::reads; }

  /// Whether another connection would be told the same.
  static bool isFinal(const Error& error) {
    return error.code == ErrorCode::unauthorised || error.code == ErrorCode::untrusted ||
           error.code == ErrorCode::unknownOp || error.code == ErrorCode::internal;
  }

  /// One connection's life. What ended it.
  Error follow(client::Client& client) {
    const std::stop_callback hangUp(stop_, [&client] { client.abort(); });
    while (true) {
      // Where the events go on is asked for first, so that none is lost between this answer and the next question.
      const auto page = client.watch(next_, next_ ? kWait : std::chrono::seconds(0));
      if (!page) return page.error();
      backOff_.reset();
      if (!next_) session_.console.note("watching who comes and leaves; Ctrl-C ends it");
      next_ = page->next;
      if (page->missed > 0) {
        session_.console.note(counted(page->missed, "event") + " came and went unseen");
      }
      for (const client::SightingEvent& event : page->events) tell(event);
      if (isOver()) return {ErrorCode::disconnected, ""};
    }
  }

  void tell(const client::SightingEvent& event) {
    const client::Sighting& sighting = event.sighting;
    if (!options_.person.empty() && sighting.person != options_.person) return;
    if (!options_.client.empty() && sighting.client != options_.client) return;
    if (session_.options.json) {
      session_.console.result(protocol::toText(toJson(event)));
      return;
    }
    const std::string what = event.isLeft ? " left after " + durationText(sighting.last - sighting.first) : " came";
    const std::string name = nameOf(sighting);
    const std::string line = padded(name + what, kWhatColumns);
    session_.console.result(timeOfDayText(event.isLeft ? sighting.last : sighting.first) + "  " +
                            (sighting.person ? session_.console.known(name) : session_.console.unknown(name)) +
                            line.substr(name.size()) + "  " + padded(printable(sighting.client), kClientColumns) +
                            (sighting.person ? "  " + fixed(sighting.score, 2) : ""));
  }

  /// Nothing where it is over.
  Result<std::optional<client::Client>> reconnect() {
    while (backOff_.wait(stop_)) {
      auto client = session_.connect();
      if (client) return std::optional(*std::move(client));
      if (isFinal(client.error())) return fail(client.error());
    }
    return std::nullopt;
  }

  static constexpr std::size_t kWhatColumns = 36;
  static constexpr std::size_t kClientColumns = 14;

  const Session& session_;
  const WatchOptions& options_;
  const std::stop_token stop_;
  capture::BackOff backOff_;
  std::optional<std::int64_t> next_;
};

}  // namespace

ExitStatus runWatch(const Session& session, const WatchOptions& options) {
  std::stop_source stop;
  const InterruptWatch interrupts(stop);
  auto client = session.connect();
  if (!client) return session.report(client.error());
  Watch watch(session, options, stop.get_token());
  if (const auto ended = watch.run(*std::move(client)); !ended) return session.report(ended.error());
  return ExitStatus::done;
}

}  // namespace facewire::app
