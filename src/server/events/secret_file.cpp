#include "secret_file.hpp"

#include <sys/stat.h>

#include "facewire/base/file.hpp"

namespace facewire::events {

Result<std::string> readSecret(const std::string& setting, const std::filesystem::path& file) {
  constexpr std::size_t kMostBytes = 4096;
  const auto bytes = readFile(file, kMostBytes);
  if (!bytes) return fail(ErrorCode::invalidInput, setting + ": " + bytes.error().detail);
  struct stat status {};
  if (::stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
    return fail(ErrorCode::invalidInput, setting + ": " + file.string() +
                                             " may be read or changed by others than its owner; run: chmod 600 " +
                                             file.string());
  }
  std::string secret(asText(*bytes));
  secret.erase(secret.find_last_not_of(" \t\r\n") + 1);
  if (secret.empty()) return fail(ErrorCode::invalidInput, setting + ": " + file.string() + " is empty");
  return secret;
}

}  // namespace facewire::events
