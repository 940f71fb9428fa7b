#include "facewire/gallery/transfer_file.hpp"

#include <fcntl.h>
#include <stdlib.h>  // mkostemp
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>

#include "facewire/storage/file_sync.hpp"

namespace facewire::gallery {
namespace {

using storage::systemReason;

constexpr std::string_view kPrefix = "transfer-";

/// mkostemp makes the file 0600 and leaves its name in `path`.
int makeFile(std::filesystem::path& path) {
  std::string name = path.string();
  const int file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) {
    throw std::runtime_error("nothing was changed: no file can be made in \"" + path.parent_path().string() +
                             "\": " + systemReason() + "; make room there, or let the server's user write in it");
  }
  path = name;
  return file;
}

std::string folderOf(const std::filesystem::path& file) {
  return '"' + file.parent_path().string() + '"';
}

void removeWithCompanions(const std::filesystem::path& file) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(std::filesystem::path(file) += suffix, ignored);
  }
}

}  // namespace

TransferFile::TransferFile(const std::filesystem::path& directory)
    : path_(directory / (std::string(kPrefix) + "XXXXXX")), file_(makeFile(path_)) {}

TransferFile::~TransferFile() {
  removeWithCompanions(path_);
}

std::uint64_t TransferFile::size() const {
  struct stat status {};
  return ::fstat(file_.get(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

Result<Bytes> TransferFile::read(std::uint64_t offset, std::size_t most) const {
  Bytes bytes(most);
  std::size_t done = 0;
  while (done < most) {
    const ssize_t some = ::pread(file_.get(), bytes.data() + done, most - done, static_cast<off_t>(offset + done));
    if (some < 0 && errno == EINTR) continue;
    if (some < 0)
      return fail(ErrorCode::internal, "the copy in " + folderOf(path_) + " cannot be read: " + systemReason());
    if (some == 0) break;
    done += static_cast<std::size_t>(some);
  }
  bytes.resize(done);
  return bytes;
}

Result<void> TransferFile::append(ByteView bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t some =
        ::pwrite(file_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(appended_ + done));
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0) {
      const bool isFull = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
      return fail(ErrorCode::internal, "nothing was changed: the server's disk " +
                                           (isFull ? "is full" : "cannot be written (" + systemReason() + ")") +
                                           "; make room for " + folderOf(path_) + ", and try again");
    }
    done += static_cast<std::size_t>(some);
  }
  appended_ += bytes.size();
  return {};
}

void TransferFile::hide() {
  removeWithCompanions(path_);
}

bool isTransferFile(const std::filesystem::path& file) {
  return file.filename().string().starts_with(kPrefix);
}

void removeTransferFiles(const std::filesystem::path& directory) {
  std::error_code ignored;
  for (std::filesystem::directory_iterator it(directory, ignored), end; !ignored && it != end; it.increment(ignored)) {
    std::error_code kept;
    if (isTransferFile(it->path())) std::filesystem::remove(it->path(), kept);
  }
}

}  // namespace facewire::gallery
