#include "scrubbing_file_system.hpp"

#include <sqlite3.h>

#include <bit>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <stdexcept>
#include <vector>

#include "page_scrubbing.hpp"

namespace facewire::storage {
namespace {

constexpr const char* kName = "facewire-scrubbing";

/// A database file; the usual file system's own lies behind it in the memory that SQLite gives.
struct ScrubbedFile {
  sqlite3_file base;
  std::vector<std::byte> page;  ///< scratch

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

ScrubbedFile& scrubbed(sqlite3_file* file) {
  return *reinterpret_cast<ScrubbedFile*>(file);
}

/// Passes a call on to the usual file system: one function for each of sqlite3_io_methods' members.
template <auto Member, typename... Arguments>
int forwarded(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* const real = scrubbed(file).real();
  return (real->pMethods->*Member)(real, arguments...);
}

int closeFile(sqlite3_file* file) {
  const int closed = forwarded<&sqlite3_io_methods::xClose>(file);
  scrubbed(file).~ScrubbedFile();
  return closed;
}

int writeFile(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
  const auto size = static_cast<std::size_t>(amount);
  const auto at = static_cast<std::size_t>(offset);
  // SQLite writes a database page by page.
  if (!std::has_single_bit(size) || at % size != 0) {
    return forwarded<&sqlite3_io_methods::xWrite>(file, data, amount, offset);
  }
  try {
    std::vector<std::byte>& page = scrubbed(file).page;
    page.resize(size);
    std::memcpy(page.data(), data, size);
    scrubPage(page, at / size + 1);
    return forwarded<&sqlite3_io_methods::xWrite>(file, static_cast<const void*>(page.data()), amount, offset);
  } catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
  }
}

void passBarrier(sqlite3_file* file) {
  sqlite3_file* const real = scrubbed(file).real();
  real->pMethods->xShmBarrier(real);
}

/// Version 2: without memory maps of the database.
constexpr sqlite3_io_methods kMethods{
    .iVersion = 2,
    .xClose = closeFile,
    .xRead = forwarded<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    .xWrite = writeFile,
    .xTruncate = forwarded<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    .xSync = forwarded<&sqlite3_io_methods::xSync, int>,
    .xFileSize = forwarded<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    .xLock = forwarded<&sqlite3_io_methods::xLock, int>,
    .xUnlock = forwarded<&sqlite3_io_methods::xUnlock, int>,
    .xCheckReservedLock = forwarded<&sqlite3_io_methods::xCheckReservedLock, int*>,
    .xFileControl = forwarded<&sqlite3_io_methods::xFileControl, int, void*>,
    .xSectorSize = forwarded<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = forwarded<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = forwarded<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>,
    .xShmLock = forwarded<&sqlite3_io_methods::xShmLock, int, int, int>,
    .xShmBarrier = passBarrier,
    .xShmUnmap = forwarded<&sqlite3_io_methods::xShmUnmap, int>,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int openFile(sqlite3_vfs* self, const char* name, sqlite3_file* file, int flags, int* outFlags) {
  auto* const usual = static_cast<sqlite3_vfs*>(self->pAppData);
  if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return usual->xOpen(usual, name, file, flags, outFlags);
  ScrubbedFile& opened = *std::construct_at(reinterpret_cast<ScrubbedFile*>(file));
  const int result = usual->xOpen(usual, name, opened.real(), flags, outFlags);
  if (opened.real()->pMethods != nullptr && result == SQLITE_OK) {
    opened.base.pMethods = &kMethods;
  } else {
    opened.~ScrubbedFile();
    file->pMethods = nullptr;  // SQLite does not close it
  }
  return result;
}

/// The usual file system's other functions take nothing from the object that they are called with.
sqlite3_vfs makeFileSystem() {
  sqlite3_vfs* const usual = sqlite3_vfs_find(nullptr);
  if (usual == nullptr) throw std::runtime_error("SQLite has no file system");
  sqlite3_vfs own = *usual;
  own.pNext = nullptr;
  own.zName = kName;
  own.szOsFile += static_cast<int>(sizeof(ScrubbedFile));
  own.pAppData = usual;
  own.xOpen = openFile;
  return own;
}

const char* registerFileSystem() {
  static sqlite3_vfs own = makeFileSystem();
  if (sqlite3_vfs_register(&own, 0) != SQLITE_OK)
    throw std::runtime_error("SQLite takes no file system beside its own");
  return kName;
}

}  // namespace

const char* scrubbingFileSystem() {
  static const char* const name = registerFileSystem();
  return name;
}

}  // namespace facewire::storage
