#include "facewire/base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "facewire/base/descriptor.hpp"

namespace facewire {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

tl::unexpected<Error> failure(const std::filesystem::path& file, const char* doing, int reason) {
  return fail(ErrorCode::invalidInput, file.string() + ": cannot be " + doing + ": " + std::strerror(reason));
}

}  // namespace

Result<Bytes> readFile(const std::filesystem::path& file, std::size_t maxBytes) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    return fail(ErrorCode::invalidInput, file.string() + ": is a folder, not a file");
  }
  const File in(std::fopen(file.c_str(), "rbe"));
  if (!in) return failure(file, "read", errno);

  // Read until the end rather than asking for the size: pipes and devices have none.
  Bytes bytes;
  std::size_t used = 0;
  while (true) {
    if (used > maxBytes) {
      return fail(ErrorCode::invalidInput, file.string() + ": larger than " + std::to_string(maxBytes) + " bytes");
    }
    bytes.resize(used + 65536);
    const std::size_t got = std::fread(bytes.data() + used, 1, 65536, in.get());
    used += got;
    if (got == 0) break;
  }
  if (std::ferror(in.get())) return failure(file, "read", errno);
  bytes.resize(used);
  return bytes;
}

Result<void> writeFile(const std::filesystem::path& file, ByteView bytes) {
  File out(std::fopen(file.c_str(), "wbe"));
  if (!out) return failure(file, "written", errno);
  // An empty view may point nowhere, which fwrite must not be given.
  const bool whole = bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), out.get()) == bytes.size();
  const int reason = errno;
  if (std::fclose(out.release()) != 0 || !whole) return failure(file, "written", whole ? errno : reason);
  return {};
}

Result<void> replacePrivateFile(const std::filesystem::path& file, ByteView bytes) {
  const std::string partial = file.string() + ".new";
  ::unlink(partial.c_str());
  const Descriptor out(::open(partial.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  bool written = out.get() >= 0 && ::fchmod(out.get(), 0600) == 0;
  for (std::size_t done = 0; written && done < bytes.size();) {
    const ssize_t some = ::write(out.get(), bytes.data() + done, bytes.size() - done);
    if (some > 0) done += static_cast<std::size_t>(some);
    written = some > 0 || (some < 0 && errno == EINTR);
  }
  if (!written || ::fsync(out.get()) != 0 || ::rename(partial.c_str(), file.c_str()) != 0) {
    const int reason = errno;
    ::unlink(partial.c_str());
    return failure(file, "written", reason);
  }
  // The new name is there already; this only makes it outlast a power cut.
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (const Descriptor names(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)); names.get() >= 0) {
    ::fsync(names.get());
  }
  return {};
}

}  // namespace facewire
