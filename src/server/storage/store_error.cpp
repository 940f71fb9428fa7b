#include "facewire/storage/store_error.hpp"

#include <cerrno>

namespace facewire::storage {
namespace {

bool isForbidden(const SqliteError& error) {
  const int reason = error.systemError();
  const bool system = reason == EACCES || reason == EPERM || reason == EROFS;
  return error.code() == SQLITE_READONLY || error.code() == SQLITE_PERM || system;
}

}  // namespace

bool isOutOfRoom(const SqliteError& error) {
  const int reason = error.systemError();
  return error.code() == SQLITE_FULL || reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
}

Error describeRefusal(const SqliteError& error, const std::filesystem::path& file) {
  const auto say = [&](const std::string& what, const std::string& remedy) {
    return Error{ErrorCode::internal, "nothing was changed: \"" + file.string() + "\" " + what + "; " + remedy};
  };
  const std::string folder = '"' + file.parent_path().string() + '"';
  if (isOutOfRoom(error)) {
    const std::string reason = error.systemError() == EFBIG    ? "the limit for the size of a file is reached"
                               : error.systemError() == EDQUOT ? "the quota is used up"
                                                               : "the disk is full";
    return say("cannot be written, " + reason, "make room for " + folder + ", and try again");
  }
  if (isForbidden(error)) {
    return say("cannot be written (" + std::string(error.what()) + ")",
               "let the server's user write the file and " + folder + ", and try again");
  }
  switch (error.code()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return say("is being read or written by another program", "end that one, and try again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return say("is damaged (" + std::string(error.what()) + ")",
                 "recognition goes on with the people in memory: stop the server, see what \"facewired check\" says, "
                 "and put a copy of the file back");
    default:
      return say("cannot be used (" + std::string(error.what()) + ")",
                 "look at the disk of " + folder + ", and try again");
  }
}

}  // namespace facewire::storage
