#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "facewire/gallery/stored_face.hpp"
#include "temporary_folder.hpp"

namespace facewire::gallery::test {

using facewire::test::TemporaryFolder;

/// A face whose bytes follow from `seed` and occur nowhere else. The store does not look into pictures.
inline StoredFace faceOf(unsigned seed, std::size_t size = 9000) {
  StoredFace face{.png = Bytes(size), .face = {.x = 1, .y = 2, .width = 30, .height = static_cast<int>(seed)}};
  std::uint64_t state = seed + 1;
  for (std::byte& byte : face.png) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    byte = static_cast<std::byte>(state >> 56);
  }
  return face;
}

inline std::string contentOf(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline void writeContent(const std::filesystem::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

/// As an ordinary user for a while: root may write everywhere.
class OrdinaryUser {
 public:
  OrdinaryUser() { changed_ = ::geteuid() == 0 && ::seteuid(kNobody) == 0; }
  ~OrdinaryUser() {
    if (changed_ && ::seteuid(0) != 0) std::abort();
  }
  OrdinaryUser(const OrdinaryUser&) = delete;
  OrdinaryUser& operator=(const OrdinaryUser&) = delete;

 private:
  static constexpr uid_t kNobody = 65534;
  bool changed_ = false;
};

/// What the exception says that `action` throws; empty where it throws none.
template <typename Action>
std::string refusalOf(const Action& action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

}  // namespace facewire::gallery::test
