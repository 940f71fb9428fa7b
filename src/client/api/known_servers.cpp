#include "known_servers.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <system_error>

namespace facewire::client {

Result<std::optional<net::Fingerprint>> KnownServers::find(const std::string& server) const {
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return std::nullopt;
  std::ifstream stream(file_);
  if (!stream) return fail(ErrorCode::invalidInput, "known servers \"" + file_.string() + "\" cannot be read");
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    std::istringstream words(line);
    std::string name;
    std::string text;
    if (!(words >> name >> text) || name != server) continue;
    const auto fingerprint = net::parseFingerprint(text);
    if (!fingerprint) {
      return fail(ErrorCode::invalidInput,
                  file_.string() + ":" + std::to_string(number) + ": " + fingerprint.error().detail);
    }
    return *fingerprint;
  }
  return std::nullopt;
}

Result<void> KnownServers::add(const std::string& server, const net::Fingerprint& fingerprint) const {
  std::error_code error;
  if (!file_.parent_path().empty()) std::filesystem::create_directories(file_.parent_path(), error);
  const std::string line = server + " " + net::toText(fingerprint) + "\n";
  const int out = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const bool written = out >= 0 && ::write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  const std::string reason = std::error_code(errno, std::generic_category()).message();
  if (out >= 0) ::close(out);
  if (written) return {};
  return fail(ErrorCode::invalidInput, "known servers \"" + file_.string() + "\" cannot be written: " + reason);
}

}  // namespace facewire::client
