#pragma once

#include <sys/stat.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facewire/access/token_file.hpp"
#include "facewire/base/clock.hpp"

namespace facewire::access {

/// A token file as a running server knows it: what `facewired token` changes counts from then on, within a second. Safe
/// for concurrent use; who asks for a role never waits for the disk, but for the one in half a second who looks.
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
  struct State {
    std::vector<TokenEntry> entries;
    struct stat seen {};  ///< of the file as it was read
    bool required = false;
  };
  std::shared_ptr<const State> state(bool atOnce);
  void refresh();
  void publish(State state);

  const TokenFile file_;
  const std::function<void(const Error&)> onTrouble_;

  std::mutex refreshMutex_;                    ///< held while the file is looked at
  std::atomic<Clock::time_point> lookedAt_{};  ///< when that was
  bool inTrouble_ = false;                     ///< guarded by refreshMutex_

  std::mutex stateMutex_;               ///< held only to copy a pointer
  std::shared_ptr<const State> state_;  ///< guarded by stateMutex_; shared with who is asking
};

}  // namespace facewire::access
