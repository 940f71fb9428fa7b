#include "facewire/access/token_file.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <system_error>

#include "facewire/base/clock.hpp"
#include "facewire/base/descriptor.hpp"
#include "facewire/base/file.hpp"
#include "facewire/base/person_name.hpp"
#include "facewire/protocol/json.hpp"
#include "hexadecimal.hpp"

namespace facewire::access {
namespace {

using protocol::Json;

constexpr std::size_t kMaxFileBytes = 1 << 20;
constexpr int kFormat = 1;

tl::unexpected<Error> unusable(const std::filesystem::path& file, const std::string& reason) {
  return fail(ErrorCode::invalidInput, "the tokens in \"" + file.string() + "\" cannot be used: " + reason);
}

/// One change at a time, as long as the descriptor is open. The lock is a file of its own, as the tokens' is replaced.
int lockChanges(const std::filesystem::path& file) {
  const std::string lock = file.string() + ".lock";
  const int descriptor = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor >= 0) ::flock(descriptor, LOCK_EX);
  return descriptor;
}

tl::unexpected<Error> cannotLock(const std::filesystem::path& file) {
  return fail(ErrorCode::invalidInput, "\"" + file.string() + ".lock\" cannot be made: " +
                                           std::error_code(errno, std::generic_category()).message());
}

TokenEntry readEntry(const Json& json) {
  TokenEntry entry;
  entry.id = json.at("id").get<std::string>();
  entry.name = json.at("name").get<std::string>();
  const auto role = roleFromWord(json.at("role").get<std::string>());
  if (!role || *role == Role::none) throw std::invalid_argument("\"" + entry.name + "\" has a role that is none");
  entry.role = *role;
  const auto hash = fromHexadecimal(json.at("sha256").get<std::string>());
  if (!hash) throw std::invalid_argument("\"" + entry.name + "\" has no SHA-256");
  entry.hash = *hash;
  entry.created = json.at("created").get<std::string>();
  return entry;
}

Json toJson(const TokenEntry& entry) {
  return {{"id", entry.id},
          {"name", entry.name},
          {"role", toWord(entry.role)},
          {"created", entry.created},
          {"sha256", toHexadecimal(entry.hash)}};
}

}  // namespace

bool TokenFile::exists() const {
  std::error_code error;
  return std::filesystem::exists(file_, error);
}

Result<std::vector<TokenEntry>> TokenFile::read() const {
  if (!exists()) return std::vector<TokenEntry>{};
  const auto bytes = readFile(file_, kMaxFileBytes);
  if (!bytes) return fail(bytes.error());
  const auto json = protocol::parseObject(*bytes, "it");
  if (!json) return unusable(file_, json.error().detail);
  try {
    if (json->at("format").get<int>() != kFormat) return unusable(file_, "a newer facewired made it");
    std::vector<TokenEntry> entries;
    for (const Json& entry : json->at("tokens")) entries.push_back(readEntry(entry));
    return entries;
  } catch (const std::exception& error) {
    return unusable(file_, error.what());
  }
}

Result<void> TokenFile::write(const std::vector<TokenEntry>& entries) const {
  Json tokens = Json::array();
  for (const TokenEntry& entry : entries) tokens.push_back(toJson(entry));
  const std::string text = Json{{"format", kFormat}, {"tokens", tokens}}.dump(2) + "\n";
  return replacePrivateFile(file_, asBytes(text));
}

Result<MadeToken> TokenFile::add(const std::string& name, Role role) {
  const auto canonical = canonicalName(name);
  if (!canonical) return fail(canonical.error());
  const Descriptor lock(lockChanges(file_));
  if (lock.get() < 0) return cannotLock(file_);
  auto entries = read();
  if (!entries) return fail(entries.error());
  if (std::ranges::find(*entries, *canonical, &TokenEntry::name) != entries->end()) {
    return fail(ErrorCode::nameTaken,
                "there is a token \"" + *canonical + "\" already: revoke it first, or choose another name");
  }
  MadeToken made;
  made.token = makeToken();
  made.entry = {"", *canonical, role, hashOf(made.token), utcNow()};
  // Of a hash that nobody can turn back.
  const std::string hash = toHexadecimal(made.entry.hash);
  made.entry.id = hash.substr(0, 8);
  entries->push_back(made.entry);
  if (auto written = write(*entries); !written) return fail(written.error());
  return made;
}

Result<TokenEntry> TokenFile::revoke(const std::string& nameOrId) {
  const Descriptor lock(lockChanges(file_));
  if (lock.get() < 0) return cannotLock(file_);
  auto entries = read();
  if (!entries) return fail(entries.error());
  const auto found = std::ranges::find_if(
      *entries, [&](const TokenEntry& entry) { return entry.name == nameOrId || entry.id == nameOrId; });
  if (found == entries->end()) {
    return fail(ErrorCode::unknownPerson,
                "there is no token \"" + nameOrId + "\": facewired token list shows them all");
  }
  const TokenEntry revoked = *found;
  entries->erase(found);
  if (auto written = write(*entries); !written) return fail(written.error());
  return revoked;
}

}  // namespace facewire::access
