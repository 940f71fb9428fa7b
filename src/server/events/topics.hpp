#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace facewire::events {

/// "ada-b" of "Ada B.": lower-case letters and digits of ASCII with single dashes between, at most 40; "person" where
/// none are left of it.
std::string slugOf(std::string_view name);

/// What tells a person from all others in topics: their number, or where that is not known 'x' and eight digits of the
/// name's SHA-256.
std::string idOf(const std::string& name, std::optional<std::int64_t> number);

/// "ada-b-7": a person's level in topics, for people and unlike any other's.
std::string levelOf(const std::string& name, const std::string& id);

/// The id at the end of such a level; nothing where the text is none that levelOf can give.
std::optional<std::string> idInLevel(std::string_view level);

/// The topics below one prefix. Constant.
class Topics {
 public:
  explicit Topics(std::string prefix) : prefix_(std::move(prefix)) {}

  const std::string& prefix() const { return prefix_; }
  std::string availability() const { return prefix_ + "/availability"; }
  std::string event() const { return prefix_ + "/event"; }
  /// `level`: a person's; empty: of all who are unknown.
  std::string state(const std::string& level) const { return whose(level) + "/state"; }
  std::string attributes(const std::string& level) const { return whose(level) + "/attributes"; }

  /// The filter for the states of all people, and the level in a topic that it lets through.
  std::string allStates() const { return prefix_ + "/people/+/state"; }
  std::optional<std::string> levelInState(std::string_view topic) const;

 private:
  std::string whose(const std::string& level) const {
    return prefix_ + (level.empty() ? "/strangers" : "/people/" + level);
  }

  const std::string prefix_;
};

}  // namespace facewire::events
