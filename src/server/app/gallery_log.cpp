#include "gallery_log.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

namespace facewire::app {
namespace {

using gallery::Gallery;
using gallery::PersonInfo;
using gallery::SampleInfo;

double secondsOf(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

/// At the pace so far: "about 40 s left", "about 12 min left".
std::string describeRest(const Gallery::Remaking& remaking) {
  const double pace = secondsOf(remaking.elapsed) / static_cast<double>(std::max<std::size_t>(remaking.done, 1));
  const double rest = pace * static_cast<double>(remaking.all - remaking.done);
  const long minutes = std::lround(rest / 60);
  if (rest >= 120) return "about " + std::to_string(minutes) + " min left";
  return "about " + std::to_string(std::max(1L, std::lround(rest))) + " s left";
}

std::string countOf(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

/// Which picture it was: (from "ada3.jpg", enrolled 2026-11-20T08:00:00Z).
std::string describeOrigin(const SampleInfo& sample) {
  const std::string from = sample.source.empty() ? "" : "from \"" + sample.source + "\", ";
  return "(" + from + "enrolled " + sample.created + ")";
}

/// What is left of the person, and what to do about it.
std::string describeRemedy(const PersonInfo& person, gallery::SampleId sample, std::size_t readable) {
  const std::string quoted = "\"" + person.name + "\"";
  const std::string enrol =
      std::string("facewire enroll ") + (person.stranger ? "--stranger " : "") + quoted + " PICTURE";
  const std::string remove = "facewire people remove-sample " + std::to_string(sample);
  if (readable == 0) {
    return quoted + " has no other and is not recognised: enrol a new picture (" + enrol + "), then forget this one (" +
           remove + ")";
  }
  return quoted + " is still known by " + countOf(readable, "other picture") + ": forget this one (" + remove +
         "), and enrol another in its place where you have one (" + enrol + ")";
}

}  // namespace

void GalleryLog::tellProgress(const Gallery::Remaking& remaking) {
  if (remaking.ended) {
    const std::size_t encoded = remaking.done - remaking.unreadable;
    const std::string failed = remaking.unreadable == 0
                                   ? ""
                                   : "; " + std::to_string(remaking.unreadable) + " could not be and are listed below";
    log_.info("encoded {} for \"{}\" in {:.1f} s{}", countOf(encoded, "stored picture"), encoder_,
              secondsOf(remaking.elapsed), failed);
    return;
  }
  if (!hasTold_) {
    log_.info(
        "encoding {} for \"{}\", once: an interrupted start is continued by the next, and what another engine "
        "made of them stays until all are done",
        countOf(remaking.all, "stored picture"), encoder_);
    hasTold_ = true;
  }
  log_.info("{} of {} pictures encoded ({} %), {}", remaking.done, remaking.all, remaking.done * 100 / remaking.all,
            describeRest(remaking));
}

void GalleryLog::tellNotStored(const Error& error) {
  log_.warn(
      "what was made of the stored pictures cannot be kept: {}; this start works without, the next one encodes them "
      "again: make room on the disk, or let this user write the file, and start again",
      error.detail);
}

void GalleryLog::listUnreadable(const gallery::GallerySnapshot& snapshot) const {
  if (unreadable_.empty()) return;
  std::set<gallery::SampleId> gone;
  for (const auto& [sample, reason] : unreadable_) gone.insert(sample);
  struct Owned {
    const PersonInfo* person;
    const SampleInfo* sample;
    std::size_t readable;
  };
  std::map<gallery::SampleId, Owned> owned;
  for (const auto& [id, person] : snapshot.people) {
    const auto isGone = [&](const SampleInfo& sample) { return gone.contains(sample.id); };
    const auto all = person->samples.size();
    const auto readable = all - static_cast<std::size_t>(std::ranges::count_if(person->samples, isGone));
    for (const SampleInfo& sample : person->samples) {
      if (isGone(sample)) owned.emplace(sample.id, Owned{person.get(), &sample, readable});
    }
  }
  for (const auto& [sample, reason] : unreadable_) {
    const Owned& owner = owned.at(sample);
    log_.error("sample {} of \"{}\" {} cannot be encoded and is left out: {}; {}", sample, owner.person->name,
               describeOrigin(*owner.sample), reason, describeRemedy(*owner.person, sample, owner.readable));
  }
}

}  // namespace facewire::app
