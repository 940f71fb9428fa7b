#include "facewire/storage/file_sync.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace facewire::storage {

std::string systemReason() {
  return std::error_code(errno, std::generic_category()).message();
}

void syncToDisk(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const std::string reason = synced ? "" : systemReason();
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) throw std::runtime_error("\"" + path.string() + "\" cannot be brought to the disk: " + reason);
}

}  // namespace facewire::storage
