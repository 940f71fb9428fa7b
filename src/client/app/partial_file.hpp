#pragma once

#include <filesystem>

#include "facewire/base/bytes.hpp"
#include "facewire/base/descriptor.hpp"
#include "facewire/base/result.hpp"

namespace facewire::app {

/// A file for its owner alone (0600) that has its name only once it is whole: until then it is FILE.partial. Confined
/// to one thread.
class PartialFile {
 public:
  /// Errors, here and below: `invalidInput`, naming the file and the reason.
  explicit PartialFile(std::filesystem::path file);
  /// Takes it away, unless it was kept.
  ~PartialFile();
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  /// Whether it could be made.
  Result<void> isOpen() const;
  Result<void> append(ByteView bytes);

  /// Brings it to the disk and gives it its name, in the place of what had that.
  Result<void> keep();

 private:
  tl::unexpected<Error> failure(int reason) const;

  std::filesystem::path file_;
  std::filesystem::path partial_;
  Descriptor out_;
  int openError_;
  bool isKept_ = false;
};

}  // namespace facewire::app
