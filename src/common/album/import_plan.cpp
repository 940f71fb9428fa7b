#include "facewire/album/import_plan.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <system_error>

#include "facewire/album/natural_order.hpp"
#include "facewire/album/people_file.hpp"
#include "facewire/album/picture_ending.hpp"
#include "facewire/album/users_file.hpp"
#include "facewire/base/file.hpp"
#include "facewire/base/person_name.hpp"

namespace facewire::album {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUsersFile = "users_name.txt";
constexpr std::size_t kMaxUsersFileBytes = 16 << 20;
constexpr std::size_t kMaxPeopleFileBytes = 256 << 20;

/// What people.json has said: whose folders those are, and which pictures are planned already.
struct Exported {
  std::map<std::string, std::string> names;  ///< folder: person
  std::set<fs::path> files;
};

/// What is in a folder, in natural order, without hidden entries.
Result<std::vector<fs::path>> entriesOf(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->path().filename().string().starts_with('.')) entries.push_back(it->path());
  }
  if (error) return fail(ErrorCode::invalidInput, folder.string() + ": " + error.message());
  std::ranges::sort(entries, [](const fs::path& a, const fs::path& b) {
    return comesBefore(a.filename().string(), b.filename().string());
  });
  return entries;
}

/// The id in "Person.<id>.<n>.jpg".
std::optional<std::int64_t> numberedPerson(const fs::path& file) {
  constexpr std::string_view kPrefix = "Person.";
  const std::string name = file.filename().string();
  if (!name.starts_with(kPrefix) || !hasPictureEnding(file)) return std::nullopt;
  const char* first = name.data() + kPrefix.size();
  const char* last = name.data() + name.size();
  std::int64_t id = 0;
  std::int64_t shot = 0;
  const auto afterId = std::from_chars(first, last, id);
  if (afterId.ec != std::errc{} || afterId.ptr == last || *afterId.ptr != '.') return std::nullopt;
  const auto afterShot = std::from_chars(afterId.ptr + 1, last, shot);
  if (afterShot.ec != std::errc{} || afterShot.ptr == last || *afterShot.ptr != '.') return std::nullopt;
  return id;
}

Result<std::map<std::int64_t, std::string>> readUsersFile(const fs::path& folder) {
  // "faces/" and "faces" have the same neighbours.
  const fs::path beside = fs::absolute(folder / ".").lexically_normal().parent_path().parent_path() / kUsersFile;
  std::error_code ignored;
  for (const fs::path& file : {folder / kUsersFile, beside}) {
    if (!fs::exists(file, ignored)) continue;
    const auto bytes = readFile(file, kMaxUsersFileBytes);
    if (!bytes) return fail(bytes.error());
    return parseUsersFile(asText(*bytes), file.string());
  }
  return fail(ErrorCode::invalidInput, folder.string() + ": holds Person.<id>.<n> pictures, but there is no " +
                                           kUsersFile + " in it or beside it to name them ('<id>,<name>' lines)");
}

Result<void> planNumbered(const fs::path& folder, const std::vector<fs::path>& entries, ImportPlan& plan) {
  std::optional<std::map<std::int64_t, std::string>> names;
  for (const fs::path& file : entries) {
    const auto id = numberedPerson(file);
    if (!id) continue;
    if (!names) {
      auto read = readUsersFile(folder);
      if (!read) return fail(read.error());
      names = std::move(*read);
    }
    const auto name = names->find(*id);
    if (name == names->end()) {
      plan.problems.push_back({file, std::string(kUsersFile) + " has no line for id " + std::to_string(*id)});
    } else {
      plan.items.push_back({file, name->second, file.filename().string()});
    }
  }
  return {};
}

Result<Exported> planExported(const fs::path& folder, ImportPlan& plan) {
  Exported exported;
  std::error_code ignored;
  const fs::path file = folder / kPeopleFile;
  if (!fs::exists(file, ignored)) return exported;
  const auto bytes = readFile(file, kMaxPeopleFileBytes);
  if (!bytes) return fail(bytes.error());
  const auto people = parsePeopleFile(asText(*bytes), file.string());
  if (!people) return fail(people.error());
  for (const ExportedPerson& person : *people) {
    exported.names.emplace(person.folder, person.name);
    for (const ExportedSample& sample : person.samples) {
      const fs::path picture = (folder / sample.file).lexically_normal();
      if (!exported.files.insert(picture).second) continue;
      plan.items.push_back({picture, person.name, sample.source,
                            KeptSample{sample.face, sample.created, person.created, person.stranger}});
    }
  }
  return exported;
}

Result<void> planFolders(const std::vector<fs::path>& entries, const Exported& exported, ImportPlan& plan) {
  std::error_code ignored;
  for (const fs::path& entry : entries) {
    if (!fs::is_directory(entry, ignored)) continue;
    const auto files = entriesOf(entry);
    if (!files) return fail(files.error());
    const auto known = exported.names.find(entry.filename().string());
    const auto name = canonicalName(known == exported.names.end() ? entry.filename().string() : known->second);
    for (const fs::path& file : *files) {
      if (exported.files.contains(file.lexically_normal())) continue;
      if (!hasPictureEnding(file) || fs::is_directory(file, ignored)) continue;
      if (name) {
        plan.items.push_back({file, *name, (entry.filename() / file.filename()).string()});
      } else {
        plan.problems.push_back({file, "its folder cannot be a person's name: " + name.error().detail});
      }
    }
  }
  return {};
}

}  // namespace

Result<ImportPlan> planImport(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::invalidInput,
                folder.string() + (fs::exists(folder, ignored) ? ": is not a folder" : ": no such folder"));
  }
  const auto entries = entriesOf(folder);
  if (!entries) return fail(entries.error());
  ImportPlan plan;
  if (auto planned = planNumbered(folder, *entries, plan); !planned) return fail(planned.error());
  const auto exported = planExported(folder, plan);
  if (!exported) return fail(exported.error());
  if (auto planned = planFolders(*entries, *exported, plan); !planned) return fail(planned.error());
  if (plan.items.empty() && plan.problems.empty()) {
    return fail(ErrorCode::invalidInput, folder.string() + ": no people in it; expected " +
                                             (folder / "<name>" / "*.jpg").string() + ", or Person.<id>.<n>.jpg with " +
                                             kUsersFile);
  }
  return plan;
}

}  // namespace facewire::album
