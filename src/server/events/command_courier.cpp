#include "command_courier.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>

#include "child_process.hpp"
#include "facewire/base/numbers.hpp"
#include "facewire/events/event_json.hpp"

namespace facewire::events {
namespace {

constexpr int kMostLines = 20;

std::string inQuotes(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void logWhatItSaid(const ChildProcess& child, Trouble& trouble) {
  std::istringstream text(child.said());
  std::string line;
  for (int lines = 0; lines < kMostLines && std::getline(text, line); ++lines) {
    trouble.log().debug("{}: said {}", trouble.inLog(), inQuotes(line));
  }
}

/// The last thing that it said is mostly why it failed.
std::string lastLine(const std::string& said) {
  constexpr std::size_t kMost = 200;
  const auto end = said.find_last_not_of(" \r\n");
  if (end == std::string::npos) return {};
  const auto begin = said.rfind('\n', end);
  const std::string line = said.substr(begin == std::string::npos ? 0 : begin + 1, end - begin);
  return ", saying " + inQuotes(line.substr(0, std::min(end + 1, kMost)));
}

}  // namespace

Result<std::unique_ptr<Courier>> CommandCourier::make(CommandOptions options, std::string server) {
  std::error_code error;
  options.program = std::filesystem::absolute(options.program, error).lexically_normal();
  const std::string program = options.program.string();
  if (!std::filesystem::exists(options.program, error)) {
    return fail(ErrorCode::invalidInput, "--on-event: there is no " + program +
                                             "; give the path of a program (no shell is asked: what it is to be told "
                                             "goes into --on-event-args)");
  }
  if (!std::filesystem::is_regular_file(options.program, error) || ::access(program.c_str(), X_OK) != 0) {
    return fail(ErrorCode::invalidInput,
                "--on-event: " + program + " is no program that this user can start; run: chmod +x " + program);
  }
  return std::unique_ptr<Courier>(new CommandCourier(std::move(options), std::move(server)));
}

void CommandCourier::run(EventQueue& queue, Trouble& trouble) {
  while (const auto event = queue.waitForNext()) {
    const auto delivered = deliver(*event, queue, trouble);
    if (delivered) {
      trouble.end();
    } else {
      trouble.begin(delivered.error().detail, "the event is not tried again, the next ones are");
    }
    queue.settle(delivered ? EventQueue::Outcome::sent : EventQueue::Outcome::failed);
  }
}

Result<void> CommandCourier::deliver(const sightings::Event& event, EventQueue& queue, Trouble& trouble) const {
  auto started = ChildProcess::start(options_.program, options_.arguments);
  if (!started) return fail(started.error());
  ChildProcess& child = **started;
  const bool ended = child.feedAndWait(toLine(toJson(event, server_)) + "\n", Clock::now() + options_.timeout, queue);
  if (!ended) child.kill();
  logWhatItSaid(child, trouble);
  if (!ended && queue.isClosed()) return fail(ErrorCode::timeout, "was killed: the server stops");
  if (!ended) {
    const double seconds = std::chrono::duration<double>(options_.timeout).count();
    return fail(ErrorCode::timeout, "was killed: it took longer than " + plainNumber(seconds, 3) +
                                        " s (--on-event-timeout)" + lastLine(child.said()));
  }
  if (!child.complaint().empty()) {
    return fail(ErrorCode::internal, child.complaint() + lastLine(child.said()));
  }
  return {};
}

}  // namespace facewire::events
