#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "facewire/base/result.hpp"
#include "facewire/gallery/stored_face.hpp"

namespace facewire::gallery {

/// What is in a gallery, and what it takes on the disk.
struct GalleryContent {
  std::int64_t schema = 0;
  std::int64_t newestSchema = 0;  ///< which this program writes
  std::size_t people = 0;         ///< known strangers among them
  std::size_t strangers = 0;
  std::size_t samples = 0;
  std::size_t histograms = 0;  ///< how many of them have no picture: they came out of an OpenCV file
  std::uintmax_t pictureBytes = 0;
  std::map<std::string, std::size_t> descriptors;  ///< how many each encoder has made
  std::uintmax_t databaseBytes = 0;
  std::uintmax_t logBytes = 0;  ///< what the next start moves into the database
};

/// What a check of a data directory found.
struct GalleryCheck {
  std::vector<std::string> problems;      ///< each names the thing and the remedy
  std::vector<std::string> damage;        ///< those of the database as such, which cannot be used so: SQLite's words
  std::vector<std::string> notes;         ///< worth knowing, and nothing has to be done
  std::optional<GalleryContent> content;  ///< as far as it could be read

  bool isSound() const { return problems.empty(); }
};

struct CheckHooks {
  /// Whether a stored face can be used; the error says why not. Called from several threads at once.
  std::function<Result<void>(const StoredFace&)> look;
  /// How many of the samples have been looked at. May be empty.
  std::function<void(std::size_t done, std::size_t all)> onProgress;
};

/// Looks at everything in a gallery's file that lies by itself, as a backup does, and leaves it as it is. Where it is a
/// data directory's after all, servers are kept from starting there meanwhile.
GalleryCheck checkGalleryFile(const std::filesystem::path& file, const CheckHooks& hooks);

/// Looks at everything in a data directory, and leaves every file in it as it is. Keeps servers from starting
/// meanwhile. Whatever is wrong is in the result; nothing of it is thrown.
GalleryCheck checkGallery(const std::filesystem::path& directory, const CheckHooks& hooks);

}  // namespace facewire::gallery
