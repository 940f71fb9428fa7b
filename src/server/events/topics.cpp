#include "topics.hpp"

#include <algorithm>

#include "signature.hpp"

namespace facewire::events {
namespace {

constexpr std::size_t kMostLetters = 40;

bool isDigit(char letter) {
  return letter >= '0' && letter <= '9';
}

bool isOfSlug(char letter) {
  return isDigit(letter) || (letter >= 'a' && letter <= 'z');
}

}  // namespace

std::string slugOf(std::string_view name) {
  std::string slug;
  for (const char letter : name) {
    const char lower = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    if (isOfSlug(lower)) {
      slug += lower;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
    if (slug.size() == kMostLetters) break;
  }
  if (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "person" : slug;
}

std::string idOf(const std::string& name, std::optional<std::int64_t> number) {
  if (number) return std::to_string(*number);
  constexpr std::size_t kDigits = 8;
  return "x" + digestOf(name).substr(0, kDigits);
}

std::string levelOf(const std::string& name, const std::string& id) {
  return slugOf(name) + "-" + id;
}

std::optional<std::string> idInLevel(std::string_view level) {
  const auto dash = level.rfind('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 1 == level.size()) return std::nullopt;
  if (!std::ranges::all_of(level, [](char letter) { return letter == '-' || isOfSlug(letter); })) return std::nullopt;
  std::string_view id = level.substr(dash + 1);
  if (!isDigit(id.front()) && id.front() != 'x') return std::nullopt;
  return std::string(id);
}

std::optional<std::string> Topics::levelInState(std::string_view topic) const {
  const std::string begin = prefix_ + "/people/";
  constexpr std::string_view kEnd = "/state";
  if (!topic.starts_with(begin) || !topic.ends_with(kEnd) || topic.size() <= begin.size() + kEnd.size()) {
    return std::nullopt;
  }
  return std::string(topic.substr(begin.size(), topic.size() - begin.size() - kEnd.size()));
}

}  // namespace facewire::events
