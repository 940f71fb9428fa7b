#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "facewire/gallery/person_match.hpp"

namespace facewire::gallery {

/// The `count` nearest people among the samples that it is told of, in any order, each by the nearest of their samples,
/// the lowest id on a tie.
class BestPeople {
 public:
  explicit BestPeople(std::size_t count) : count_(count) {}

  /// No sample that is farther changes anything. Infinity while there are fewer people than wanted.
  double reach() const;
  /// Whether a sample of this person may change anything that is so far, or farther.
  bool wants(PersonId person, double distance) const;
  void add(const PersonMatch& match);

  /// Nearest first.
  std::vector<PersonMatch> nearest() const;

 private:
  /// So many people are found faster in a list than otherwise.
  static constexpr std::size_t kFew = 64;
  bool areFew() const { return count_ <= kFew; }

  std::size_t count_;
  std::vector<PersonMatch> few_;                    ///< nearest first, where few are wanted
  std::unordered_map<PersonId, PersonMatch> many_;  ///< everybody so far, where many are
};

}  // namespace facewire::gallery
