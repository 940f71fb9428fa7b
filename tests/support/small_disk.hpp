#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace facewire::test {

/// A file system in memory of its own size, for as long as the object lives.
class SmallDisk {
 public:
  /// On an existing folder. Nothing where this user may not mount.
  static std::unique_ptr<SmallDisk> mountOn(const std::filesystem::path& folder, const std::string& size);
  ~SmallDisk();
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Whether it could be done.
  bool resize(const std::string& size);
  bool makeReadOnly();

 private:
  explicit SmallDisk(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
};

}  // namespace facewire::test
