#pragma once

#include <cstddef>
#include <vector>

#include "facewire/gallery/person_match.hpp"

namespace facewire::gallery {

/// By distance, and by sample where it is the same.
bool isNearer(const PersonMatch& a, const PersonMatch& b);

/// Puts `match` where it belongs among the `count` nearest people, each of whom is there once.
void keepNearest(std::vector<PersonMatch>& nearest, std::size_t count, const PersonMatch& match);

}  // namespace facewire::gallery
