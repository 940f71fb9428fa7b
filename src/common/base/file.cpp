#include "facewire/base/file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

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

}  // namespace facewire
