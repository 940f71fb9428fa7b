#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "facewire/access/token.hpp"

namespace facewire::access {

/// A token that was just made: the only time that anybody sees it.
struct MadeToken {
  TokenEntry entry;
  std::string token;
};

/// The tokens on disk: JSON (0600), changed by replacing the whole file, so that a server that reads it meanwhile finds
/// it whole. Changes of several processes wait for one another.
class TokenFile {
 public:
  explicit TokenFile(std::filesystem::path file) : file_(std::move(file)) {}

  const std::filesystem::path& path() const { return file_; }
  bool exists() const;

  /// In the order in which they were made; none where there is no file. Errors: `invalidInput`, naming the file and
  /// what is wrong with it.
  Result<std::vector<TokenEntry>> read() const;

  /// Errors: `badName`, `nameTaken`; `invalidInput` where the file cannot be read or written.
  Result<MadeToken> add(const std::string& name, Role role);

  /// By name or id. The file stays, even with no token left: nobody gets in then. Errors: `unknownPerson` where there
  /// is none of the kind.
  Result<TokenEntry> revoke(const std::string& nameOrId);

 private:
  Result<void> write(const std::vector<TokenEntry>& entries) const;

  std::filesystem::path file_;
};

}  // namespace facewire::access
