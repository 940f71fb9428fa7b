#pragma once

#include <filesystem>
#include <set>
#include <string>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::app {

/// Where `recognize` writes a picture for each image: one file, or <stem><suffix> in a folder. Confined to one thread.
class AnnotatedFiles {
 public:
  /// `output` names a folder where it is one, ends with '/', or where there are several images (then it is made).
  /// `option` is what asked for it. Errors: `invalidInput`: several images and one file; a folder that cannot be made.
  static Result<AnnotatedFiles> at(const std::string& output, std::size_t images,
                                   const std::string& option = "--output",
                                   const std::string& suffix = ".annotated.jpg");

  /// The file for an image; no two images share one. "-" is called "stdin".
  std::filesystem::path fileFor(const std::string& image);

  /// Writes the picture in the format that the file's ending asks for. Errors: `invalidInput`, naming the file.
  static Result<void> write(const std::filesystem::path& file, ByteView jpeg);

 private:
  AnnotatedFiles(std::filesystem::path output, bool isFolder, std::string suffix)
      : output_(std::move(output)), isFolder_(isFolder), suffix_(std::move(suffix)) {}

  std::filesystem::path output_;
  bool isFolder_;
  std::string suffix_;
  std::set<std::filesystem::path> used_;
};

}  // namespace facewire::app
