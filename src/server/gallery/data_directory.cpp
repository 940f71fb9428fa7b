#include "facewire/gallery/data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <string>

#include "facewire/gallery/transfer_file.hpp"
#include "facewire/storage/file_sync.hpp"

namespace facewire::gallery {
namespace {

using storage::syncToDisk;
using storage::systemReason;

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& reason) {
  throw std::runtime_error("\"" + path.string() + "\" " + reason);
}

/// A directory that was there before is used as it is: it may be somebody's home, and changing its mode is not ours to
/// do. The files in it are 0600, so others can at most see their names; but where others may write, they could put
/// files of their own in the place of ours.
void checkExisting(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    refuse(path, "cannot be used: " + systemReason() + "; choose another --data");
  }
  if (!S_ISDIR(status.st_mode)) refuse(path, "is not a directory: choose another --data");
  if ((status.st_mode & S_IWOTH) != 0) {
    refuse(path, "may be written by everybody: run chmod o-w on it, or choose another --data");
  }
}

std::string readHolder(int lock) {
  char text[24];
  const ssize_t length = ::pread(lock, text, sizeof text, 0);
  std::string holder(text, length > 0 ? static_cast<std::size_t>(length) : 0);
  holder.erase(std::min(holder.find_first_not_of("0123456789"), holder.size()));
  return holder;
}

/// The locked descriptor, the process id written through it.
int takeLock(const std::filesystem::path& directory) {
  const std::filesystem::path file = directory / "facewired.lock";
  const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) {
    refuse(directory,
           "cannot be written: " + systemReason() + "; give this user the right to, or choose another --data");
  }
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    const bool held = errno == EWOULDBLOCK;
    const std::string reason = systemReason();
    const bool isLookedAt = held && ::flock(lock, LOCK_SH | LOCK_NB) == 0;
    const std::string holder = held ? readHolder(lock) : "";
    ::close(lock);
    if (isLookedAt) refuse(directory, "is being checked by \"facewired check\": start again when that is done");
    if (!held) refuse(file, "cannot be locked: " + reason + "; choose a --data on another file system");
    refuse(directory, "is in use by another facewired" + (holder.empty() ? "" : " (process " + holder + ")") +
                          ": stop it, or choose another --data");
  }
  const std::string holder = std::to_string(::getpid()) + "\n";
  if (::fchmod(lock, 0600) != 0 || ::ftruncate(lock, 0) != 0 ||
      ::pwrite(lock, holder.data(), holder.size(), 0) != static_cast<ssize_t>(holder.size())) {
    const std::string reason = systemReason();
    ::close(lock);
    refuse(file, "cannot be written: " + reason + "; make room on the disk, or choose another --data");
  }
  return lock;
}

}  // namespace

void makeDirectories(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return;
  if (path.has_relative_path()) makeDirectories(path.parent_path());
  if (::mkdir(path.c_str(), 0700) != 0) {
    if (errno == EEXIST) return;
    refuse(path, "cannot be made: " + systemReason() + "; make it, or choose another --data");
  }
  // The umask may have taken the owner's own rights away.
  if (::chmod(path.c_str(), 0700) != 0) refuse(path, "cannot be made private: " + systemReason());
  syncToDisk(path.has_parent_path() ? path.parent_path() : ".");
}

DataDirectory::DataDirectory(const std::filesystem::path& path) : lock_(-1) {
  if (path.empty()) throw std::runtime_error("the data directory has no name: give one with --data");
  path_ = std::filesystem::absolute(path).lexically_normal();
  if (!path_.has_filename() && path_.has_parent_path()) path_ = path_.parent_path();
  std::error_code ignored;
  if (std::filesystem::exists(path_, ignored)) {
    checkExisting(path_);
  } else {
    makeDirectories(path_);
  }
  lock_ = takeLock(path_);
  removeTransferFiles(path_);  // of a server that was killed
}

DataDirectoryWatch::DataDirectoryWatch(const std::filesystem::path& path) {
  const std::filesystem::path file = path / "facewired.lock";
  lock_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (lock_ < 0 || ::flock(lock_, LOCK_SH | LOCK_NB) == 0) return;
  const std::string holder = readHolder(lock_);
  ::close(lock_);
  refuse(path, "is in use by a running facewired" + (holder.empty() ? "" : " (process " + holder + ")") +
                   ", and its files change while they are looked at: stop it and check again, or stop it, copy the "
                   "directory, start it, and check the copy (--data COPY)");
}

DataDirectoryWatch::~DataDirectoryWatch() {
  if (lock_ >= 0) ::close(lock_);
}

// The lock file stays: removing it would let a third process lock a new file of that name while a second holds the old.
DataDirectory::~DataDirectory() {
  ::close(lock_);
}

}  // namespace facewire::gallery
