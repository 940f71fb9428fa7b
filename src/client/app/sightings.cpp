#include "sightings.hpp"

#include <algorithm>
#include <set>

#include "terminal_text.hpp"

namespace facewire::app {

std::vector<protocol::Face> Sightings::note(const protocol::FacesResult& result, double timeMs) {
  std::vector<protocol::Face> arrived;
  std::set<std::string> inThisFrame;
  bool anyUnknown = false;
  for (const protocol::Face& face : result.faces) {
    if (!face.known || !face.name) {
      anyUnknown = true;
      continue;
    }
    if (!inThisFrame.insert(*face.name).second) continue;
    const auto [entry, isNew] = people_.try_emplace(*face.name);
    Seen& seen = entry->second;
    if (isNew || timeMs - seen.lastMs >= kAwayMs) arrived.push_back(face);
    ++seen.frames;
    seen.lastMs = timeMs;
  }
  if (anyUnknown) ++unknownFrames_;
  return arrived;
}

std::string Sightings::summary() const {
  std::vector<std::pair<std::string, Seen>> people(people_.begin(), people_.end());
  std::ranges::stable_sort(people, [](const auto& a, const auto& b) { return a.second.frames > b.second.frames; });
  std::string text;
  const auto add = [&text](const std::string& who, std::int64_t frames) {
    text += (text.empty() ? "" : ", ") + who + " in " + counted(static_cast<std::size_t>(frames), "frame");
  };
  for (const auto& [name, seen] : people) add(printable(name), seen.frames);
  if (unknownFrames_ > 0) add("somebody unknown", unknownFrames_);
  return text.empty() ? "nobody" : text;
}

}  // namespace facewire::app
