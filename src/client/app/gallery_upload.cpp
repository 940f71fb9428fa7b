#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "gallery_command.hpp"
#include "terminal_text.hpp"
#include "upload.hpp"
#include "waiting_bar.hpp"

namespace facewire::app {
namespace {

using protocol::Json;

/// So many warnings are told one by one.
constexpr std::size_t kMostTold = 10;

/// What the server says of a file is about that file.
ExitStatus reportOf(const Session& session, const Error& error, const std::string& file) {
  return error.code == ErrorCode::badGallery ? session.report(error, file) : session.report(error);
}

void tellWarnings(const Session& session, const std::vector<std::string>& warnings) {
  for (std::size_t i = 0; i < std::min(warnings.size(), kMostTold); ++i) session.console.note(printable(warnings[i]));
  if (warnings.size() > kMostTold) {
    session.console.note("... and " + std::to_string(warnings.size() - kMostTold) + " more");
  }
}

Json toJson(const client::GallerySize& size) {
  return {{"people", size.people}, {"strangers", size.strangers}, {"samples", size.samples}};
}

/// Asks on the terminal, where there is one.
bool isConfirmed(const Session& session, const std::string& question) {
  session.console.endProgress();
  std::cerr << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

void tellPerson(const Session& session, const client::MergedPerson& person, std::size_t width) {
  const std::string what = person.isOfOtherKind ? "left out" : person.isNew ? "new" : "joined";
  session.console.result(padded(printable(person.name), width) + "  " + padded(what, 8) + "  " +
                         padded(std::to_string(person.added), 5) + "  " + std::to_string(person.already));
}

}  // namespace

ExitStatus restoreGallery(const Session& session, client::Client& client, const std::string& file, bool yes) {
  const bool canAsk = ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
  if (!yes && !canAsk) {
    session.console.error("restore replaces everybody who is enrolled, and there is no terminal to ask on: say --yes");
    return ExitStatus::usage;
  }
  if (auto sent = upload(session, client, file); !sent) return session.report(sent.error());
  const auto wouldBe = [&] {
    const WaitingBar waiting(session.console, "the server looks at every picture");
    return client.restoreUpload(true, kExchangePatience);
  }();
  if (!wouldBe) return reportOf(session, wouldBe.error(), file);
  tellWarnings(session, wouldBe->warnings);
  session.console.note(printable(file) + " holds " + inWords(wouldBe->incoming) + "; it replaces " +
                       inWords(wouldBe->present));
  if (!yes && !isConfirmed(session, "Replace them?")) {
    session.console.error("nothing was changed");
    return ExitStatus::usage;
  }
  const auto done = [&] {
    const WaitingBar waiting(session.console, "the server replaces the gallery");
    return client.restoreUpload(false, kExchangePatience);
  }();
  if (!done) return reportOf(session, done.error(), file);
  session.console.result(session.options.json ? protocol::toText({{"restored", toJson(done->incoming)},
                                                                  {"replaced", toJson(done->present)}})
                                              : "restored " + inWords(done->incoming));
  return ExitStatus::done;
}

ExitStatus mergeGallery(const Session& session, client::Client& client, const std::string& file, bool dryRun) {
  if (auto sent = upload(session, client, file); !sent) return session.report(sent.error());
  const auto merge = [&] {
    const WaitingBar waiting(session.console, "the server looks at every picture");
    return client.mergeUpload(dryRun, kExchangePatience);
  }();
  if (!merge) return reportOf(session, merge.error(), file);
  tellWarnings(session, merge->warnings);
  std::size_t isNew = 0;
  std::size_t joined = 0;
  std::size_t added = 0;
  std::size_t already = 0;
  std::size_t width = displayWidth("NAME");
  for (const client::MergedPerson& person : merge->people) {
    width = std::max(width, displayWidth(printable(person.name)));
    added += person.added;
    already += person.already;
    if (!person.isOfOtherKind) ++(person.isNew ? isNew : joined);
  }
  for (const client::MergedPerson& person : merge->people) {
    if (!person.isOfOtherKind) continue;
    session.console.error(printable(person.name) +
                          ": a known stranger in one of the galleries and one of yours in the other, so left out: "
                          "rename one of them, and merge again");
  }
  const bool leavesOut = isNew + joined < merge->people.size();
  if (session.options.json) {
    for (const client::MergedPerson& person : merge->people) {
      session.console.result(protocol::toText({{"name", person.name},
                                               {"new", person.isNew},
                                               {"left_out", person.isOfOtherKind},
                                               {"added", person.added},
                                               {"already", person.already}}));
    }
    return leavesOut ? ExitStatus::badInput : ExitStatus::done;
  }
  if (!merge->people.empty()) session.console.result(padded("NAME", width) + "  PERSON    ADDED  ALREADY");
  for (const client::MergedPerson& person : merge->people) tellPerson(session, person, width);
  session.console.result(std::string(dryRun ? "would be: " : "") + std::to_string(isNew) +
                         (isNew == 1 ? " person" : " people") + " new, " + std::to_string(joined) + " joined, " +
                         counted(added, "sample") + " added, " + std::to_string(already) + " there already" +
                         (dryRun ? "; nothing was changed" : ""));
  return leavesOut ? ExitStatus::badInput : ExitStatus::done;
}

}  // namespace facewire::app
