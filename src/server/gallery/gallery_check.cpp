#include "facewire/gallery/gallery_check.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <exception>
#include <system_error>

#include "content_check.hpp"
#include "facewire/gallery/data_directory.hpp"
#include "facewire/gallery/transfer_file.hpp"
#include "facewire/storage/database_file.hpp"
#include "schema.hpp"

namespace facewire::gallery {
namespace {

namespace fs = std::filesystem;

std::string inQuotes(const fs::path& path) {
  return '"' + path.string() + '"';
}

std::string octal(mode_t mode) {
  constexpr std::string_view kDigits = "01234567";
  return {'0', kDigits[mode >> 6 & 7], kDigits[mode >> 3 & 7], kDigits[mode & 7]};
}

fs::path beside(const fs::path& file, const char* suffix) {
  return fs::path(file) += suffix;
}

std::uintmax_t sizeOf(const fs::path& file) {
  std::error_code missing;
  const auto size = fs::file_size(file, missing);
  return missing ? 0 : size;
}

bool isThere(const fs::path& file) {
  std::error_code unknown;
  return fs::exists(file, unknown);
}

/// The directory may be somebody's home, and its files be listed; but nobody else may write in it.
void checkDirectoryMode(const fs::path& directory, mode_t mode, GalleryCheck& check) {
  if ((mode & 0022) != 0) {
    check.problems.push_back(inQuotes(directory) + " may be written by others (mode " + octal(mode) + "): chmod 700 " +
                             inQuotes(directory));
  } else if ((mode & 0055) != 0) {
    check.notes.push_back(inQuotes(directory) + " may be listed by others, who see the names of its files (mode " +
                          octal(mode) + "): chmod 700 " + inQuotes(directory) + " keeps them out");
  }
}

void checkFileMode(const fs::path& file, GalleryCheck& check) {
  struct stat status {};
  if (::lstat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if ((status.st_mode & 0077) == 0) return;
  check.problems.push_back(inQuotes(file) + " is open to others (mode " + octal(status.st_mode) + "): chmod 600 " +
                           inQuotes(file));
}

void checkFileModes(const fs::path& directory, GalleryCheck& check) {
  std::vector<fs::path> files;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator(directory, unreadable)) files.push_back(entry.path());
  if (unreadable) {
    check.problems.push_back(inQuotes(directory) + " cannot be listed (" + unreadable.message() +
                             "): run the check as the server's user");
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    checkFileMode(file, check);
    if (!isTransferFile(file)) continue;
    check.notes.push_back(inQuotes(file) +
                          " is left of a backup or restore that was cut off: the next start removes it");
  }
}

void checkLeftovers(const fs::path& file, GalleryCheck& check) {
  for (const char* suffix : {".new", ".new-wal", ".new-shm", ".new-journal"}) {
    const fs::path left = beside(file, suffix);
    if (!isThere(left)) continue;
    check.problems.push_back(inQuotes(left) + " is left of a start that was cut off, and of no use: rm " +
                             inQuotes(left));
  }
  if (const fs::path journal = beside(file, "-journal"); sizeOf(journal) > 0) {
    check.problems.push_back(inQuotes(journal) +
                             " is left of another program, which was cut off while it changed the "
                             "gallery: sqlite3 " +
                             inQuotes(file) + " \"SELECT 1\" takes its half change back");
  }
}

void checkFile(const fs::path& file, const CheckHooks& hooks, GalleryCheck& check) {
  if (!isThere(file)) {
    const bool haveLog = sizeOf(beside(file, "-wal")) > 0;
    check.problems.push_back(inQuotes(file) + (haveLog
                                                   ? " is missing, and its log is still there: restore it from a copy"
                                                   : " is missing: the first start of facewired makes it, empty; or "
                                                     "choose another --data"));
    return;
  }
  try {
    storage::checkHeader(file, galleryKind());
    storage::Database database = storage::Database::openUntouched(file);
    checkContent(database, hooks, check);
  } catch (const storage::SqliteError& error) {
    const bool isDamaged = error.code() != SQLITE_CANTOPEN && error.code() != SQLITE_PERM;
    check.problems.push_back(inQuotes(file) + (isDamaged ? " is damaged (" : " cannot be read (") + error.what() +
                             "): " +
                             (isDamaged ? "restore it from a copy, or move it away to start with an empty gallery"
                                        : "run the check as the server's user"));
  } catch (const std::exception& error) {
    check.problems.emplace_back(error.what());
  }
}

}  // namespace

GalleryCheck checkGalleryFile(const fs::path& file, const CheckHooks& hooks) {
  GalleryCheck check;
  std::error_code unknown;
  if (!fs::is_regular_file(file, unknown)) {
    check.problems.push_back(inQuotes(file) + (fs::exists(file, unknown) ? " is no file" : " is not there") +
                             ": name a backup, or a data directory with --data");
    return check;
  }
  checkFileMode(file, check);
  try {
    const fs::path whole = fs::absolute(file);
    std::optional<DataDirectoryWatch> watch;
    if (whole.filename() == "gallery.db") watch.emplace(whole.parent_path());
    checkFile(whole, hooks, check);
    if (check.content) {
      check.content->databaseBytes = sizeOf(whole);
      check.content->logBytes = sizeOf(beside(whole, "-wal"));
    }
  } catch (const std::exception& error) {
    check.problems.emplace_back(error.what());
  }
  return check;
}

GalleryCheck checkGallery(const fs::path& directory, const CheckHooks& hooks) {
  GalleryCheck check;
  struct stat status {};
  if (::stat(directory.c_str(), &status) != 0) {
    const std::error_code reason(errno, std::generic_category());
    check.problems.push_back(inQuotes(directory) + " cannot be looked at (" + reason.message() +
                             "): choose the right one with --data; the first start of facewired makes it");
    return check;
  }
  if (!S_ISDIR(status.st_mode)) {
    check.problems.push_back(inQuotes(directory) + " is not a directory: choose another --data");
    return check;
  }
  checkDirectoryMode(directory, status.st_mode, check);
  checkFileModes(directory, check);
  try {
    const DataDirectoryWatch watch(directory);
    const fs::path file = fs::absolute(directory) / "gallery.db";
    checkLeftovers(file, check);
    checkFile(file, hooks, check);
    if (check.content) {
      check.content->databaseBytes = sizeOf(file);
      check.content->logBytes = sizeOf(beside(file, "-wal"));
    }
  } catch (const std::exception& error) {
    check.problems.emplace_back(error.what());
  }
  return check;
}

}  // namespace facewire::gallery
