#include "model_file.hpp"

#include <stdexcept>

#include "facewire/base/file.hpp"

namespace facewire::vision {
namespace {

/// Far above any network for faces: a wrong path must not fill the memory.
constexpr std::size_t kMaxModelBytes = std::size_t{1} << 30;

}  // namespace

Bytes readModelFile(const std::filesystem::path& file, const std::string& what) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    throw std::runtime_error(what + " '" + file.string() + "' is a directory: name the file in it");
  }
  if (!std::filesystem::is_regular_file(file, ignored)) {
    throw std::runtime_error("no " + what + " at '" + file.string() +
                             "': models/README.md tells where models are from, models/fetch gets them");
  }
  if (std::filesystem::file_size(file, ignored) > kMaxModelBytes) {
    throw std::runtime_error(what + " '" + file.string() + "' is too large for a network for faces: name another file");
  }
  auto bytes = readFile(file, kMaxModelBytes);
  if (!bytes) throw std::runtime_error(what + " " + bytes.error().detail);
  if (bytes->empty()) throw std::runtime_error(what + " '" + file.string() + "' is empty: fetch it again");
  return std::move(*bytes);
}

}  // namespace facewire::vision
