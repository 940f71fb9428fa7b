#include "people.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <string_view>
#include <system_error>

#include "facewire/album/import_plan.hpp"
#include "shuffle.hpp"

namespace facewire::eval {
namespace {

using Files = std::vector<std::filesystem::path>;

/// A sign and one to three digits at the start of `text`, which begins after them then.
std::optional<int> takeDegrees(std::string_view& text) {
  if (!text.starts_with('+') && !text.starts_with('-')) return std::nullopt;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", 1), text.size());
  const std::string_view digits = text.substr(1, std::min<std::size_t>(end - 1, 3));
  int degrees = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), degrees).ec != std::errc()) return std::nullopt;
  degrees = text.front() == '-' ? -degrees : degrees;
  text.remove_prefix(1 + digits.size());
  return degrees;
}

bool isNearAxis(const LightDirection& light, int degrees) {
  return std::abs(light.azimuth) <= degrees && std::abs(light.elevation) <= degrees;
}

/// How many of `files`, brought into order, are to be enrolled.
Result<std::size_t> arrange(Files& files, const SplitOptions& options, Random& random) {
  if (options.rule == SplitRule::random) shuffle(files, random);
  if (options.rule != SplitRule::light) return options.enrol;
  Files near;
  Files far;
  for (const auto& file : files) {
    const auto light = lightInName(file.filename().string());
    if (!light) {
      return fail(ErrorCode::invalidInput, file.string() + ": its name tells no light ('...A+035E-20.png')");
    }
    (isNearAxis(*light, options.lightDegrees) ? near : far).push_back(file);
  }
  const std::size_t enrol = near.size();
  near.insert(near.end(), far.begin(), far.end());
  files = std::move(near);
  return enrol;
}

}  // namespace

Result<People> readPeople(const std::filesystem::path& folder) {
  const auto plan = album::planImport(folder);
  if (!plan) return fail(plan.error());
  if (!plan->problems.empty()) {
    const auto& problem = plan->problems.front();
    return fail(ErrorCode::invalidInput, problem.file.string() + ": " + problem.reason);
  }
  People people;
  std::map<std::string, std::size_t> numbers;
  for (const auto& item : plan->items) {
    const auto [known, isNew] = numbers.try_emplace(item.person, people.names.size());
    if (isNew) {
      people.names.push_back(item.person);
      people.pictures.emplace_back();
    }
    people.pictures[known->second].push_back(item.file);
  }
  return people;
}

Result<Split> splitPictures(const People& people, const SplitOptions& options) {
  Split split;
  Random random(options.seed);
  for (std::size_t person = 0; person < people.names.size(); ++person) {
    Files files = people.pictures[person];
    const auto enrol = arrange(files, options, random);
    if (!enrol) return fail(enrol.error());
    if (*enrol == 0 || *enrol >= files.size()) {
      return fail(ErrorCode::invalidInput, people.names[person] + ": of " + std::to_string(files.size()) +
                                               " pictures, " + std::to_string(*enrol) +
                                               " would be enrolled; some must be, and some be left to probe");
    }
    const std::size_t rest = files.size() - *enrol;
    const std::size_t probes = std::min(options.probe.value_or(rest), rest);
    for (std::size_t i = 0; i < *enrol; ++i) split.enrolled.push_back({files[i], person});
    for (std::size_t i = files.size() - probes; i < files.size(); ++i) split.probes.push_back({files[i], person});
  }
  return split;
}

std::optional<LightDirection> lightInName(const std::string& name) {
  for (std::size_t at = name.find('A'); at != std::string::npos; at = name.find('A', at + 1)) {
    std::string_view rest = std::string_view(name).substr(at + 1);
    const auto azimuth = takeDegrees(rest);
    if (!azimuth || !rest.starts_with('E')) continue;
    rest.remove_prefix(1);
    if (const auto elevation = takeDegrees(rest)) return LightDirection{*azimuth, *elevation};
  }
  return std::nullopt;
}

}  // namespace facewire::eval
