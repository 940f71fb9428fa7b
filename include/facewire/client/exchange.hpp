#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/protocol/faces.hpp"

namespace facewire::client {

/// How much is in a gallery.
struct GallerySize {
  std::size_t people = 0;  ///< known strangers among them
  std::size_t strangers = 0;
  std::size_t samples = 0;
};

/// As Facewire's own database, or as cv::face::LBPHFaceRecognizer reads it.
enum class BackupFormat { gallery, opencv };

/// A backup that the server holds ready for this connection.
struct Backup {
  std::uint64_t bytes = 0;
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  GallerySize size;
};

/// What a restore does, or would do.
struct Restore {
  GallerySize incoming;
  GallerySize present;                ///< what is replaced
  std::vector<std::string> warnings;  ///< people and pictures with something wrong, each with the remedy
};

/// What came of one person of a gallery that was merged.
struct MergedPerson {
  std::string name;
  bool isNew = false;
  bool isOfOtherKind = false;  ///< a known stranger there and one of ours here, or the other way: left out
  std::size_t added = 0;
  std::size_t already = 0;
};

struct Merge {
  std::vector<MergedPerson> people;  ///< by name
  std::vector<std::string> warnings;
};

/// A sample as the server keeps it.
struct StoredPicture {
  Bytes png;
  protocol::Box face;  ///< in it
};

/// Where a stored picture is to go, and since when it is there.
struct StoredOrigin {
  std::string name;
  bool stranger = false;
  std::string personCreated;  ///< UTC; empty: now
  std::string source;
  std::string created;  ///< UTC; empty: now
};

/// What cv::face::LBPHFaceRecognizer kept of a face, with 8 neighbours, and whose it is.
struct StoredHistogram {
  std::string name;
  std::string source;
  int label = 0;  ///< by which it knew the person
  int radius = 1;
  int gridX = 8;
  int gridY = 8;
  std::vector<float> shares;  ///< 256 a cell, row by row
};

/// Whether a stored picture was added, or was there.
struct StoredAgain {
  std::int64_t sample = 0;
  bool newPerson = false;
  bool already = false;
};

}  // namespace facewire::client
