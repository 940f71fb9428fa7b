#include "act_as_owner.hpp"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>

namespace facewire::app {

void actAsOwnerOf(const std::filesystem::path& folder) {
  struct stat status {};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &status) != 0 || status.st_uid == 0) return;
  if (::setgroups(0, nullptr) == 0 && ::setgid(status.st_gid) == 0 && ::setuid(status.st_uid) == 0) return;
  throw std::runtime_error("\"" + folder.string() +
                           "\" belongs to another user, whom this process cannot become: run " +
                           "this command as that user");
}

}  // namespace facewire::app
