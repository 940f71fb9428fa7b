#include "facewire/album/users_file.hpp"

#include <charconv>

#include "facewire/base/person_name.hpp"

namespace facewire::album {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

Result<std::pair<std::int64_t, std::string>> parseLine(std::string_view line) {
  const auto comma = line.find(',');
  const std::string_view idText = trimmed(line.substr(0, comma));
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(idText.data(), idText.data() + idText.size(), id);
  if (comma == std::string_view::npos || error != std::errc{} || end != idText.data() + idText.size() || id < 0) {
    return fail(ErrorCode::invalidInput, "expected '<id>,<name>', found '" + std::string(line) + "'");
  }
  auto name = canonicalName(line.substr(comma + 1));
  if (!name) return fail(ErrorCode::invalidInput, name.error().detail);
  return std::pair(id, std::move(*name));
}

}  // namespace

Result<std::map<std::int64_t, std::string>> parseUsersFile(std::string_view text, const std::string& file) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::map<std::int64_t, std::string> names;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) continue;
    const std::string where = file + " line " + std::to_string(number) + ": ";
    auto entry = parseLine(line);
    if (!entry) return fail(ErrorCode::invalidInput, where + entry.error().detail);
    const auto [known, isNew] = names.insert(*entry);
    if (!isNew && known->second != entry->second) {
      return fail(ErrorCode::invalidInput,
                  where + "id " + std::to_string(entry->first) + " is already '" + known->second + "'");
    }
  }
  return names;
}

}  // namespace facewire::album
