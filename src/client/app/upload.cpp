#include "upload.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "facewire/base/descriptor.hpp"
#include "facewire/base/sha256.hpp"

namespace facewire::app {
namespace {

/// Small enough for a slow line to take before the server loses patience.
constexpr std::size_t kPart = 256 * 1024;

class Source {
 public:
  explicit Source(const std::string& file) : file_(file), in_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}

  Result<void> isOpen() const {
    if (in_.get() < 0) return failure();
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file_, ignored)) return fail(ErrorCode::invalidInput, file_ + ": is no file");
    return {};
  }

  /// Calls `take` with one part after the other, up to the first error.
  template <typename Take>
  Result<void> forEachPart(const Take& take) const {
    Bytes part(kPart);
    for (std::uint64_t offset = 0;;) {
      const ssize_t got = ::pread(in_.get(), part.data(), part.size(), static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return failure();
      if (got == 0) return {};
      const auto size = static_cast<std::size_t>(got);
      if (Result<void> taken = take(offset, ByteView(part).first(size)); !taken) return taken;
      offset += size;
    }
  }

 private:
  tl::unexpected<Error> failure() const {
    return fail(ErrorCode::invalidInput, file_ + ": cannot be read: " + std::strerror(errno));
  }

  const std::string& file_;
  Descriptor in_;
};

}  // namespace

Result<void> upload(const Session& session, client::Client& client, const std::string& file) {
  const Source source(file);
  if (auto open = source.isOpen(); !open) return open;
  Sha256 sum;
  std::uint64_t bytes = 0;
  const auto read = source.forEachPart([&](std::uint64_t, ByteView part) -> Result<void> {
    sum.add(part);
    bytes += part.size();
    return {};
  });
  if (!read) return read;
  if (bytes == 0) return fail(ErrorCode::invalidInput, file + ": is empty");
  if (auto begun = client.beginUpload(bytes, sum.hex()); !begun) return begun;
  auto sent = source.forEachPart([&](std::uint64_t offset, ByteView part) {
    session.console.progress({static_cast<std::int64_t>(offset / 1000), static_cast<std::int64_t>(bytes / 1000), "KB"});
    return client.sendUploadPart(offset, part);
  });
  session.console.endProgress();
  return sent;
}

}  // namespace facewire::app
