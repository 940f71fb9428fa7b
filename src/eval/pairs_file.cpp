#include "pairs_file.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <numeric>
#include <set>
#include <sstream>
#include <tuple>

#include "facewire/base/file.hpp"
#include "shuffle.hpp"

namespace facewire::eval {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxPairsFileBytes = 64 << 20;
constexpr std::size_t kMaxFolds = 1000;

std::vector<Pair> samePairsOf(const People& people, const std::vector<std::size_t>& members, std::size_t fold) {
  std::vector<Pair> pairs;
  for (const std::size_t person : members) {
    const auto& files = people.pictures[person];
    for (std::size_t i = 0; i < files.size(); ++i) {
      for (std::size_t j = i + 1; j < files.size(); ++j) pairs.push_back({fold, true, files[i], files[j]});
    }
  }
  return pairs;
}

/// Fewer than `count` where the fold has no more.
std::vector<Pair> differentPairsOf(const People& people, const std::vector<std::size_t>& members, std::size_t fold,
                                   std::size_t count, Random& random) {
  std::vector<std::pair<std::size_t, const fs::path*>> faces;
  for (const std::size_t person : members) {
    for (const auto& file : people.pictures[person]) faces.emplace_back(person, &file);
  }
  std::vector<Pair> pairs;
  std::set<std::pair<std::size_t, std::size_t>> taken;
  // Collisions are rare where there are many more pairs than are wanted; a small fold ends by the count of tries.
  for (std::size_t tries = 0; pairs.size() < count && faces.size() > 1 && tries < 100 * count; ++tries) {
    const auto [a, b] = std::minmax({pickIndex(random, faces.size()), pickIndex(random, faces.size())});
    if (faces[a].first == faces[b].first || !taken.emplace(a, b).second) continue;
    pairs.push_back({fold, false, *faces[a].second, *faces[b].second});
  }
  return pairs;
}

Result<Pair> parseLine(const std::string& line, const fs::path& folder) {
  std::istringstream fields(line);
  std::string fold;
  std::string kind;
  std::string first;
  std::string second;
  const bool complete = std::getline(fields, fold, '\t') && std::getline(fields, kind, '\t') &&
                        std::getline(fields, first, '\t') && std::getline(fields, second);
  Pair pair;
  const auto [end, error] = std::from_chars(fold.data(), fold.data() + fold.size(), pair.fold);
  const bool counts = error == std::errc{} && end == fold.data() + fold.size() && pair.fold < kMaxFolds;
  if (!complete || !counts || (kind != "same" && kind != "different")) {
    return fail(ErrorCode::invalidInput, "expected '<fold> TAB same|different TAB <picture> TAB <picture>'");
  }
  pair.same = kind == "same";
  pair.first = folder / first;
  pair.second = folder / second;
  return pair;
}

}  // namespace

std::vector<std::size_t> assignFolds(const People& people, const PairsOptions& options) {
  std::vector<std::size_t> order(people.names.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(options.seed);
  shuffle(order, random);
  // Who has most pictures first, each to the fold that has fewest pairs, so that all folds have about equally many; who
  // has only one, to the fold of fewest people.
  std::ranges::stable_sort(order, std::greater{},
                           [&people](std::size_t person) { return people.pictures[person].size(); });
  struct Held {
    std::size_t pairs = 0;
    std::size_t people = 0;
  };
  std::vector<Held> held(options.folds);
  std::vector<std::size_t> folds(people.names.size());
  for (const std::size_t person : order) {
    const std::size_t pictures = people.pictures[person].size();
    const auto least = std::ranges::min_element(held, {}, pictures > 1 ? &Held::pairs : &Held::people);
    least->pairs += pictures * (pictures - 1) / 2;
    ++least->people;
    folds[person] = static_cast<std::size_t>(least - held.begin());
  }
  return folds;
}

Result<std::vector<Pair>> makePairs(const People& people, const PairsOptions& options) {
  if (options.folds < 2 || options.folds > kMaxFolds || options.perKind == 0 || options.perKind % options.folds != 0) {
    return fail(ErrorCode::invalidInput, "the count of pairs must be a multiple of the folds, which are 2 to 1000");
  }
  const std::vector<std::size_t> foldOf = assignFolds(people, options);
  const std::size_t wanted = options.perKind / options.folds;
  Random random(options.seed);
  std::vector<Pair> pairs;
  for (std::size_t fold = 0; fold < options.folds; ++fold) {
    std::vector<std::size_t> members;
    for (std::size_t person = 0; person < foldOf.size(); ++person) {
      if (foldOf[person] == fold) members.push_back(person);
    }
    std::vector<Pair> same = samePairsOf(people, members, fold);
    shuffle(same, random);
    const std::vector<Pair> different = differentPairsOf(people, members, fold, wanted, random);
    if (same.size() < wanted || different.size() < wanted) {
      return fail(ErrorCode::invalidInput, "fold " + std::to_string(fold) + " has only " + std::to_string(same.size()) +
                                               " same and " + std::to_string(different.size()) +
                                               " different pairs, but " + std::to_string(wanted) +
                                               " of each are wanted; ask for fewer with --count");
    }
    pairs.insert(pairs.end(), same.begin(), same.begin() + static_cast<std::ptrdiff_t>(wanted));
    pairs.insert(pairs.end(), different.begin(), different.end());
  }
  return pairs;
}

Result<void> writePairs(const fs::path& file, const std::vector<Pair>& pairs) {
  const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
  const auto fromFolder = [&](const fs::path& picture) {
    return fs::absolute(picture).lexically_normal().lexically_relative(folder).string();
  };
  std::string text;
  for (const Pair& pair : pairs) {
    text += std::to_string(pair.fold) + (pair.same ? "\tsame\t" : "\tdifferent\t") + fromFolder(pair.first) + '\t' +
            fromFolder(pair.second) + '\n';
  }
  return writeFile(file, asBytes(text));
}

Result<std::vector<Pair>> readPairs(const fs::path& file) {
  const auto bytes = readFile(file, kMaxPairsFileBytes);
  if (!bytes) return fail(bytes.error());
  std::istringstream lines{std::string(asText(*bytes))};
  std::vector<Pair> pairs;
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.starts_with('#')) continue;
    auto pair = parseLine(line, file.parent_path());
    if (!pair) {
      return fail(ErrorCode::invalidInput,
                  file.string() + " line " + std::to_string(number) + ": " + pair.error().detail);
    }
    pairs.push_back(std::move(*pair));
  }
  if (pairs.empty()) return fail(ErrorCode::invalidInput, file.string() + ": holds no pairs");
  return pairs;
}

}  // namespace facewire::eval
