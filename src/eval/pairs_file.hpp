#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "people.hpp"

namespace facewire::eval {

/// Two pictures to be compared.
struct Pair {
  std::size_t fold = 0;
  bool same = false;
  std::filesystem::path first;
  std::filesystem::path second;
};

struct PairsOptions {
  std::size_t folds = 10;
  std::size_t perKind = 1000;  ///< so many same pairs and so many different ones in all; a multiple of `folds`
  std::uint64_t seed = 1;
};

/// Which fold each person is in: everybody is in one, and those with several pictures are dealt out evenly.
std::vector<std::size_t> assignFolds(const People& people, const PairsOptions& options);

/// Pairs without repetition; both pictures of a pair are of people of its fold, so no person is in two folds.
/// Errors: `invalidInput`: too few pictures, saying how many pairs a fold has.
Result<std::vector<Pair>> makePairs(const People& people, const PairsOptions& options);

/// One line a pair, "<fold> TAB same|different TAB <picture> TAB <picture>", the pictures' paths from the file's
/// folder.
Result<void> writePairs(const std::filesystem::path& file, const std::vector<Pair>& pairs);

/// Paths are taken from the file's folder. Errors: `invalidInput`, naming the file and the line.
Result<std::vector<Pair>> readPairs(const std::filesystem::path& file);

}  // namespace facewire::eval
