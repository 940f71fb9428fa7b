#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace facewire {

/// Edits (insert, delete, replace) from one word to the other (Levenshtein 1966).
std::size_t editDistance(std::string_view from, std::string_view to);

/// The candidate that is the fewest edits away, the first of several; empty where there is none.
std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace facewire
