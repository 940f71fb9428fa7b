#include "best_people.hpp"

#include <algorithm>
#include <limits>

#include "nearest_people.hpp"

namespace facewire::gallery {

double BestPeople::reach() const {
  return areFew() && few_.size() == count_ && count_ > 0 ? few_.back().distance
                                                         : std::numeric_limits<double>::infinity();
}

bool BestPeople::wants(PersonId person, double distance) const {
  if (count_ == 0 || distance > reach()) return false;
  if (areFew()) {
    const auto same = std::ranges::find(few_, person, &PersonMatch::person);
    return same == few_.end() || distance <= same->distance;
  }
  const auto same = many_.find(person);
  return same == many_.end() || distance <= same->second.distance;
}

void BestPeople::add(const PersonMatch& match) {
  if (count_ == 0) return;
  if (areFew()) {
    keepNearest(few_, count_, match);
    return;
  }
  const auto [place, isNew] = many_.try_emplace(match.person, match);
  if (!isNew && isNearer(match, place->second)) place->second = match;
}

std::vector<PersonMatch> BestPeople::nearest() const {
  if (areFew()) return few_;
  std::vector<PersonMatch> people;
  people.reserve(many_.size());
  for (const auto& [person, match] : many_) people.push_back(match);
  const auto end = people.begin() + static_cast<std::ptrdiff_t>(std::min(count_, people.size()));
  std::partial_sort(people.begin(), end, people.end(), isNearer);
  people.erase(end, people.end());
  return people;
}

}  // namespace facewire::gallery
