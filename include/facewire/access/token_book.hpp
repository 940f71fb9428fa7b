#pragma once

#include <sys/stat.h>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/access/token_file.hpp"
#include "facewire/base/clock.hpp"

namespace facewire::access {

/// A token file as a running server knows it: what `facewired token` changes counts from then on, within a second. Safe
/// for concurrent use.
class TokenBook {
 public:
  struct Holder {
    std::string id;
    std::string name;
    Role role = Role::none;
  };

  /// `onTrouble` is told, once, where the file cannot be read any more; what it held before goes on to count. Throws
  /// std::runtime_error where it cannot be read now.
  TokenBook(TokenFile file, std::function<void(const Error&)> onTrouble);

  /// Whether a token is asked for: from the first one that was ever made on, also when all are revoked.
  bool isRequired();

  /// Whose token that is. Takes the same time for every wrong one.
  std::optional<Holder> find(std::string_view token);

  /// What the holder of a token found before may do now; `none` where it was revoked.
  Role roleOf(const std::string& id);

  std::size_t size();

 private:
  void refresh(bool atOnce);

  const TokenFile file_;
  const std::function<void(const Error&)> onTrouble_;
  std::mutex mutex_;
  std::vector<TokenEntry> entries_;  ///< guarded by mutex_, as all below
  struct stat seen_ {};              ///< of the file as it was read
  Clock::time_point lookedAt_;
  bool required_ = false;
  bool inTrouble_ = false;
};

}  // namespace facewire::access
