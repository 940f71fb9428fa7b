#include "config_file.hpp"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <numeric>
#include <sstream>
#include <string_view>

#include "settings.hpp"

namespace facewire::app {
namespace {

constexpr std::string_view kPrefix = "FACEWIRE_";
/// Edits by which a name is taken for a misspelt one.
constexpr std::size_t kSlip = 2;

/// Edits (insert, delete, replace) from one word to the other (Levenshtein 1966).
std::size_t editDistance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::string nearestKey(std::string_view key) {
  return std::ranges::min_element(settings(), {},
                                  [key](const Setting& setting) { return editDistance(key, setting.key); })
      ->key;
}

/// The client's variables begin alike, so that a name is no setting's is no error; that it nearly is one is.
Result<void> expectNoSlip(std::string_view variable) {
  std::string key(variable.substr(kPrefix.size()));
  std::ranges::transform(key, key.begin(), [](unsigned char letter) { return std::tolower(letter); });
  const std::string nearest = nearestKey(key);
  if (editDistance(key, nearest) > kSlip) return {};
  std::string right(kPrefix);
  std::ranges::transform(nearest, std::back_inserter(right), [](unsigned char letter) { return std::toupper(letter); });
  return fail(ErrorCode::invalidInput,
              std::string(variable) + " (environment) is no setting; did you mean " + right + "?");
}

Result<std::string> scalarText(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
  if (const auto* real = node.as_floating_point()) {
    std::ostringstream text;
    text << real->get();
    return text.str();
  }
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  return fail(ErrorCode::invalidInput, "text, a number, true or false is expected");
}

Result<std::vector<std::string>> valueTexts(const toml::node& node, bool isList) {
  std::vector<std::string> texts;
  const toml::array* array = node.as_array();
  if (!array) {
    auto text = scalarText(node);
    if (!text) return fail(text.error());
    texts.push_back(std::move(*text));
    return texts;
  }
  if (!isList) return fail(ErrorCode::invalidInput, "one value is expected, not a list");
  for (const toml::node& item : *array) {
    auto text = scalarText(item);
    if (!text) return fail(text.error());
    texts.push_back(std::move(*text));
  }
  return texts;
}

}  // namespace

std::optional<std::filesystem::path> chooseConfigFile(const std::optional<std::string>& flag) {
  const char* variable = std::getenv("FACEWIRE_CONFIG");
  if (flag || variable) {
    std::filesystem::path file = flag ? *flag : variable;
    return file.empty() ? std::nullopt : std::optional(std::move(file));
  }
  std::error_code error;
  if (std::filesystem::exists(kConfigFile, error)) return kConfigFile;
  return std::nullopt;
}

Result<Assignments> readConfigFile(const std::filesystem::path& file) {
  toml::table table;
  try {
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    std::ostringstream where;
    where << file.string();
    if (error.source().begin.line > 0) where << ":" << error.source().begin.line;
    where << ": " << error.description();
    return fail(ErrorCode::invalidInput, where.str());
  }
  Assignments assignments;
  for (const auto& [key, node] : table) {
    const std::string where = file.string() + ":" + std::to_string(node.source().begin.line) + ": ";
    const auto setting = std::ranges::find(settings(), key.str(), &Setting::key);
    if (setting == settings().end()) {
      return fail(ErrorCode::invalidInput, where + "\"" + std::string(key.str()) + "\" is no setting; did you mean \"" +
                                               nearestKey(key.str()) + "\"?");
    }
    auto texts = valueTexts(node, setting->isList);
    if (!texts) return fail(ErrorCode::invalidInput, where + setting->key + ": " + texts.error().detail);
    assignments[setting->key] = std::move(*texts);
  }
  return assignments;
}

Result<Assignments> readEnvironment() {
  Assignments assignments;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view line = *entry;
    const std::string_view name = line.substr(0, line.find('='));
    if (!name.starts_with(kPrefix) || name.size() == line.size()) continue;
    const std::string value(line.substr(name.size() + 1));
    const auto setting =
        std::ranges::find_if(settings(), [name](const Setting& one) { return one.environment() == name; });
    if (setting == settings().end()) {
      if (auto known = expectNoSlip(name); !known) return fail(known.error());
      continue;
    }
    std::vector<std::string>& texts = assignments[setting->key];
    if (!setting->isList) {
      texts.push_back(value);
      continue;
    }
    std::istringstream list(value);
    for (std::string item; std::getline(list, item, ',');) texts.push_back(item);
  }
  return assignments;
}

}  // namespace facewire::app
