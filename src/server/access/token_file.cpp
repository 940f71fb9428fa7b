#include "facewire/access/token_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "facewire/base/clock.hpp"
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

std::string systemReason() {
  return std::error_code(errno, std::generic_category()).message();
}

/// A descriptor that is closed with the object.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }

 private:
  int number_;
};

/// One change at a time. The lock is a file of its own, as the tokens' is replaced.
int lockChanges(const std::filesystem::path& file) {
  const std::string lock = file.string() + ".lock";
  const int descriptor = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor >= 0) ::flock(descriptor, LOCK_EX);
  return descriptor;
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
  const std::string partial = file_.string() + ".new";
  ::unlink(partial.c_str());
  const Descriptor out(::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  const bool written = out.get() >= 0 && ::fchmod(out.get(), 0600) == 0 &&
                       ::write(out.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(out.get()) == 0 && ::rename(partial.c_str(), file_.c_str()) == 0;
  if (!written) {
    const std::string reason = systemReason();
    ::unlink(partial.c_str());
    return fail(ErrorCode::invalidInput,
                "the tokens in \"" + file_.string() + "\" cannot be written: " + reason + "; nothing was changed");
  }
  const Descriptor folder(::open(file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) ::fsync(folder.get());
  return {};
}

Result<MadeToken> TokenFile::add(const std::string& name, Role role) {
  const auto canonical = canonicalName(name);
  if (!canonical) return fail(canonical.error());
  const Descriptor lock(lockChanges(file_));
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
