#include "facewire/access/token_book.hpp"

#include <algorithm>
#include <stdexcept>

namespace facewire::access {
namespace {

/// A revoked token's connections end so soon; a log-in looks at once.
constexpr std::chrono::milliseconds kInterval{500};

bool isSameFile(const struct stat& one, const struct stat& other) {
  return one.st_ino == other.st_ino && one.st_size == other.st_size && one.st_mtim.tv_sec == other.st_mtim.tv_sec &&
         one.st_mtim.tv_nsec == other.st_mtim.tv_nsec;
}

}  // namespace

TokenBook::TokenBook(TokenFile file, std::function<void(const Error&)> onTrouble)
    : file_(std::move(file)), onTrouble_(std::move(onTrouble)) {
  required_ = ::stat(file_.path().c_str(), &seen_) == 0;
  auto entries = file_.read();
  if (!entries) throw std::runtime_error(entries.error().detail);
  entries_ = std::move(*entries);
  lookedAt_ = Clock::now();
}

/// mutex_ is held.
void TokenBook::refresh(bool atOnce) {
  const auto now = Clock::now();
  if (!atOnce && now - lookedAt_ < kInterval) return;
  lookedAt_ = now;
  struct stat status {};
  if (::stat(file_.path().c_str(), &status) != 0) {
    // A file that is gone takes its tokens along; it opens nothing.
    entries_.clear();
    seen_ = {};
    return;
  }
  if (isSameFile(status, seen_)) return;
  auto entries = file_.read();
  if (!entries) {
    if (!inTrouble_) onTrouble_(entries.error());
    inTrouble_ = true;
    return;
  }
  inTrouble_ = false;
  required_ = true;
  seen_ = status;
  entries_ = std::move(*entries);
}

bool TokenBook::isRequired() {
  const std::lock_guard lock(mutex_);
  refresh(false);
  return required_;
}

std::optional<TokenBook::Holder> TokenBook::find(std::string_view token) {
  const TokenHash hash = hashOf(token);
  const std::lock_guard lock(mutex_);
  refresh(true);
  std::optional<Holder> found;
  for (const TokenEntry& entry : entries_) {
    if (areEqual(entry.hash, hash)) found = Holder{entry.id, entry.name, entry.role};
  }
  return found;
}

Role TokenBook::roleOf(const std::string& id) {
  const std::lock_guard lock(mutex_);
  refresh(false);
  const auto found = std::ranges::find(entries_, id, &TokenEntry::id);
  return found == entries_.end() ? Role::none : found->role;
}

std::size_t TokenBook::size() {
  const std::lock_guard lock(mutex_);
  refresh(false);
  return entries_.size();
}

}  // namespace facewire::access
