#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::app {

/// Where `recognize --output` writes: one file, or <stem>.annotated.jpg in a folder. Confined to one thread.
class AnnotatedFiles {
 public:
  /// `output` names a folder where it is one, ends with '/', or where there are several images (then it is made).
  /// Errors: `invalidInput`: several images and one file; a folder that cannot be made.
  static Result<AnnotatedFiles> at(const std::string& output, std::size_t images);

  /// The file for an image; no two images share one. "-" is called "stdin".
  std::filesystem::path fileFor(const std::string& image);

  /// Writes the picture in the format that the file's ending asks for. Errors: `invalidInput`, naming the file.
  static Result<void> write(const std::filesystem::path& file, ByteView jpeg);

 private:
  AnnotatedFiles(std::filesystem::path output, bool isFolder) : output_(std::move(output)), isFolder_(isFolder) {}

  std::filesystem::path output_;
  bool isFolder_;
  std::set<std::filesystem::path> used_;
};

}  // namespace facewire::app
