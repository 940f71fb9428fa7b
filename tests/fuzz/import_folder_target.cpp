#include <algorithm>
#include <fstream>
#include <string>

#include "facewire/album/import_plan.hpp"
#include "facewire/base/person_name.hpp"
#include "target.hpp"
#include "temporary_folder.hpp"

using namespace facewire;
using fuzz::require;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFiles = 24;

std::string_view takeLine(std::string_view& text) {
  const auto end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// An empty file of that path inside the folder, with its folder; nothing where the system takes no such name.
void makeFile(const fs::path& folder, std::string_view name) {
  if (name.empty() || name.find('\0') != std::string_view::npos) return;
  const fs::path wanted = (folder / fs::path(name).relative_path()).lexically_normal();
  if (wanted.string().find(folder.string() + "/") != 0) return;  // a name with ".." stays where it was put
  std::error_code ignored;
  fs::create_directories(wanted.parent_path(), ignored);
  std::ofstream made(wanted);
}

}  // namespace

/// A folder to import. The input's first part, up to an empty line, are the names of its files; the rest is
/// users_name.txt.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const test::TemporaryFolder scratch;
  const fs::path folder = scratch.path() / "album";
  fs::create_directory(folder);
  std::string_view text = asText(fuzz::toView(data, size));
  for (std::size_t made = 0; made < kMostFiles && !text.empty(); ++made) {
    const std::string_view name = takeLine(text);
    if (name.empty()) break;
    makeFile(folder, name);
  }
  if (!text.empty()) std::ofstream(folder / "users_name.txt", std::ios::binary) << text;

  const auto plan = album::planImport(folder);
  if (plan) {
    for (const album::ImportItem& item : plan->items) {
      require(canonicalName(item.person) == item.person,
              "a picture is planned for a name that the server would not take");
      require(!item.source.empty(), "a picture is planned without its source");
    }
    for (const album::ImportProblem& problem : plan->problems)
      require(!problem.reason.empty(), "a problem without a reason");
  } else {
    require(plan.error().code == ErrorCode::invalidInput && !plan.error().detail.empty(),
            "a folder is refused without a reason");
  }
  fs::remove_all(folder);
  return 0;
}
