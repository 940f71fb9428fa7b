#include "partial_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace facewire::app {
namespace {

int makeFile(const std::filesystem::path& file) {
  ::unlink(file.c_str());  // of a run that was cut off
  return ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

}  // namespace

PartialFile::PartialFile(std::filesystem::path file)
    : file_(std::move(file)),
      partial_(file_.string() + ".partial"),
      out_(makeFile(partial_)),
      openError_(out_.get() < 0 ? errno : 0) {}

PartialFile::~PartialFile() {
  if (out_.get() >= 0 && !isKept_) ::unlink(partial_.c_str());
}

tl::unexpected<Error> PartialFile::failure(int reason) const {
  return fail(ErrorCode::invalidInput, file_.string() + ": cannot be written: " + std::strerror(reason));
}

Result<void> PartialFile::isOpen() const {
  if (openError_ != 0) return failure(openError_);
  return {};
}

Result<void> PartialFile::append(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t some = ::write(out_.get(), bytes.data(), bytes.size());
    if (some < 0 && errno == EINTR) continue;
    if (some < 0) return failure(errno);
    bytes = bytes.subspan(static_cast<std::size_t>(some));
  }
  return {};
}

Result<void> PartialFile::keep() {
  // The umask may have taken the owner's own rights away.
  if (::fchmod(out_.get(), 0600) != 0 || ::fsync(out_.get()) != 0 || ::rename(partial_.c_str(), file_.c_str()) != 0) {
    return failure(errno);
  }
  isKept_ = true;
  // The new name is there already; this only makes it outlast a power cut.
  const std::filesystem::path folder = file_.has_parent_path() ? file_.parent_path() : ".";
  if (const Descriptor names(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); names.get() >= 0) {
    ::fsync(names.get());
  }
  return {};
}

}  // namespace facewire::app
