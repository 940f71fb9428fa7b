#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "facewire/base/file.hpp"
#include "facewire/net/self_signed.hpp"
#include "facewire/net/tls.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {

/// A certificate and its key in files of their own.
struct KeyFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
  net::Fingerprint fingerprint;
};

inline KeyFiles makeKeyFiles(const std::filesystem::path& folder, const std::string& name) {
  const auto pair = net::makeSelfSigned({name, "localhost", "127.0.0.1"}, std::chrono::days(2));
  if (!pair) throw std::runtime_error(pair.error().detail);
  KeyFiles files{folder / (name + ".crt"), folder / (name + ".key"), pair->fingerprint};
  EXPECT_TRUE(writeFile(files.certificate, asBytes(pair->certificate)));
  EXPECT_TRUE(writeFile(files.key, asBytes(pair->key)));
  std::filesystem::permissions(files.key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return files;
}

}  // namespace facewire::test
