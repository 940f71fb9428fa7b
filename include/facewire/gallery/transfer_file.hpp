#pragma once

#include <cstdint>
#include <filesystem>

#include "facewire/base/bytes.hpp"
#include "facewire/base/descriptor.hpp"
#include "facewire/base/result.hpp"

namespace facewire::gallery {

/// A gallery on its way out or in: a private file (0600) in the data directory, which is gone when this ends. Confined
/// to one thread.
class TransferFile {
 public:
  /// A new, empty one. Throws std::runtime_error, naming the directory and the remedy.
  explicit TransferFile(const std::filesystem::path& directory);
  ~TransferFile();
  TransferFile(const TransferFile&) = delete;
  TransferFile& operator=(const TransferFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// Of its bytes now.
  std::uint64_t size() const;

  /// The bytes from `offset`, at most `most`; none at its end. Errors: `internal`.
  Result<Bytes> read(std::uint64_t offset, std::size_t most) const;

  /// Adds them at its end. Errors: `internal`, naming the reason and the remedy (a full disk).
  Result<void> append(ByteView bytes);

  /// Takes its name away, so that no directory shows it and not even a power cut leaves it; read() goes on.
  void hide();

 private:
  std::filesystem::path path_;
  Descriptor file_;
  std::uint64_t appended_ = 0;
};

/// Whether a file of that name is one that a server left when it was killed.
bool isTransferFile(const std::filesystem::path& file);

/// Removes those. Precondition: nobody uses the directory but the caller.
void removeTransferFiles(const std::filesystem::path& directory);

}  // namespace facewire::gallery
