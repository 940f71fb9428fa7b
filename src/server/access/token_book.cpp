#include "facewire/access/token_book.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

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
  State state;
  state.required = ::stat(file_.path().c_str(), &state.seen) == 0;
  if (!state.required && errno != ENOENT && errno != ENOTDIR) {
    throw std::runtime_error("\"" + file_.path().string() +
                             "\" cannot be looked at: " + std::error_code(errno, std::generic_category()).message());
  }
  auto entries = file_.read();
  if (!entries) throw std::runtime_error(entries.error().detail);
  state.entries = std::move(*entries);
  publish(std::move(state));
  lookedAt_ = Clock::now();
}

void TokenBook::publish(State state) {
  auto next = std::make_shared<const State>(std::move(state));
  const std::lock_guard lock(stateMutex_);
  state_.swap(next);
}

/// refreshMutex_ is held.
void TokenBook::refresh() {
  lookedAt_ = Clock::now();
  State next;
  {
    const std::lock_guard lock(stateMutex_);
    next = *state_;
  }
  struct stat status {};
  if (::stat(file_.path().c_str(), &status) != 0) {
    // A file that is gone takes its tokens along; it opens nothing.
    if (next.entries.empty()) return;
    next.entries.clear();
    next.seen = {};
    return publish(std::move(next));
  }
  if (isSameFile(status, next.seen)) return;
  auto entries = file_.read();
  if (!entries) {
    if (!inTrouble_) onTrouble_(entries.error());
    inTrouble_ = true;
    return;
  }
  inTrouble_ = false;
  publish({std::move(*entries), status, true});
}

std::shared_ptr<const TokenBook::State> TokenBook::state(bool atOnce) {
  if (atOnce) {
    const std::lock_guard looking(refreshMutex_);
    refresh();
  } else if (Clock::now() - lookedAt_.load() >= kInterval) {
    // Somebody else is at it: what is known will do.
    if (const std::unique_lock looking(refreshMutex_, std::try_to_lock); looking) refresh();
  }
  const std::lock_guard lock(stateMutex_);
  return state_;
}

bool TokenBook::isRequired() {
  return state(false)->required;
}

std::optional<TokenBook::Holder> TokenBook::find(std::string_view token) {
  const TokenHash hash = hashOf(token);
  const auto known = state(true);
  std::optional<Holder> found;
  for (const TokenEntry& entry : known->entries) {
    if (areEqual(entry.hash, hash)) found = Holder{entry.id, entry.name, entry.role};
  }
  return found;
}

Role TokenBook::roleOf(const std::string& id) {
  const auto known = state(false);
  const auto found = std::ranges::find(known->entries, id, &TokenEntry::id);
  return found == known->entries.end() ? Role::none : found->role;
}

std::size_t TokenBook::size() {
  return state(false)->entries.size();
}

}  // namespace facewire::access
