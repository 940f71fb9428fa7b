#include "configuration.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <sstream>
#include <string_view>

#include "settings.hpp"

namespace facewire::app {
namespace {

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

std::string tomlString(const std::string& text) {
  std::ostringstream out;
  out << toml::toml_formatter{toml::table{{"k", text}}};
  return out.str().substr(std::string_view("k = ").size());
}

}  // namespace

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

Assignments readEnvironment() {
  Assignments assignments;
  for (const Setting& setting : settings()) {
    const char* value = std::getenv(setting.environment().c_str());
    if (!value) continue;
    std::vector<std::string>& texts = assignments[setting.key];
    if (!setting.isList) {
      texts.emplace_back(value);
      continue;
    }
    std::istringstream list(value);
    for (std::string item; std::getline(list, item, ',');) texts.push_back(item);
  }
  return assignments;
}

Configuration::Configuration() : options_(defaultOptions()) {}

Result<void> Configuration::apply(const Assignments& assignments, const std::string& source) {
  for (const auto& [key, texts] : assignments) {
    const auto setting = std::ranges::find(settings(), key, &Setting::key);
    const auto set = texts.empty() ? Result<void>(fail(ErrorCode::invalidInput, "a value is expected"))
                                   : setting->set(options_, texts);
    if (!set) return fail(ErrorCode::invalidInput, key + " (" + source + "): " + set.error().detail);
    sources_[key] = source;
  }
  return {};
}

std::string Configuration::toToml() const {
  std::ostringstream out;
  for (const Setting& setting : settings()) {
    const auto texts = setting.show(options_);
    std::string value;
    for (const std::string& text : texts) {
      value += (value.empty() ? "" : ", ") + (setting.isText ? tomlString(text) : text);
    }
    const auto source = sources_.find(setting.key);
    const bool unset = !setting.isList && texts.front().empty();
    out << (unset ? "#" : "") << setting.key << " = " << (setting.isList ? "[" + value + "]" : value) << "  # "
        << (source == sources_.end() ? "default" : source->second) << "\n";
  }
  return out.str();
}

}  // namespace facewire::app
