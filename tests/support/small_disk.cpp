#include "small_disk.hpp"

#include <sys/mount.h>

namespace facewire::test {

std::unique_ptr<SmallDisk> SmallDisk::mountOn(const std::filesystem::path& folder, const std::string& size) {
  const std::string options = "mode=0700,size=" + size;
  if (::mount("facewire-test", folder.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()) != 0) return nullptr;
  return std::unique_ptr<SmallDisk>(new SmallDisk(folder));
}

SmallDisk::~SmallDisk() {
  ::umount2(path_.c_str(), MNT_DETACH);
}

bool SmallDisk::resize(const std::string& size) {
  return ::mount("facewire-test", path_.c_str(), "tmpfs", MS_REMOUNT | MS_NOSUID | MS_NODEV,
                 ("size=" + size).c_str()) == 0;
}

bool SmallDisk::makeReadOnly() {
  return ::mount("facewire-test", path_.c_str(), "tmpfs", MS_REMOUNT | MS_NOSUID | MS_NODEV | MS_RDONLY, nullptr) == 0;
}

}  // namespace facewire::test
