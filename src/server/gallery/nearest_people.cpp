#include "nearest_people.hpp"

#include <algorithm>
#include <tuple>

namespace facewire::gallery {

bool isNearer(const PersonMatch& a, const PersonMatch& b) {
  return std::tie(a.distance, a.sample) < std::tie(b.distance, b.sample);
}

void keepNearest(std::vector<PersonMatch>& nearest, std::size_t count, const PersonMatch& match) {
  if (nearest.size() == count && !isNearer(match, nearest.back())) return;
  const auto same = std::find_if(nearest.begin(), nearest.end(),
                                 [&](const PersonMatch& other) { return other.person == match.person; });
  if (same != nearest.end()) {
    if (!isNearer(match, *same)) return;
    nearest.erase(same);
  } else if (nearest.size() == count) {
    nearest.pop_back();
  }
  nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), match, isNearer), match);
}

}  // namespace facewire::gallery
