#pragma once

#include <filesystem>

namespace facewire::gallery {

/// Makes the directory and its missing parents, each for its owner alone (0700) whatever the umask; what is there stays
/// as it is. Throws std::runtime_error, naming the directory and the remedy.
void makeDirectories(const std::filesystem::path& path);

/// The server's data directory, held by this process alone while the object lives (an flock on `facewired.lock` in it).
class DataDirectory {
 public:
  /// Makes the directory (0700, and its parents) where it is missing. Throws std::runtime_error, naming the directory
  /// and the remedy: another server holds it (with its process id), not a directory, not writable.
  explicit DataDirectory(const std::filesystem::path& path);
  ~DataDirectory();
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path galleryFile() const { return path_ / "gallery.db"; }
  std::filesystem::path sightingsFile() const { return path_ / "sightings.db"; }

 private:
  std::filesystem::path path_;
  int lock_;
};

/// Keeps servers out of a data directory while the object lives, for looking at its files, and changes nothing in it.
class DataDirectoryWatch {
 public:
  /// Throws std::runtime_error, naming the directory and the remedy, where a server holds it (with its process id).
  explicit DataDirectoryWatch(const std::filesystem::path& path);
  ~DataDirectoryWatch();
  DataDirectoryWatch(const DataDirectoryWatch&) = delete;
  DataDirectoryWatch& operator=(const DataDirectoryWatch&) = delete;

 private:
  int lock_;  ///< -1 where no server has ever used the directory
};

}  // namespace facewire::gallery
