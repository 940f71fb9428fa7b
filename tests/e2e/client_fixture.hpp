#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/protocol/json.hpp"
#include "server_process.hpp"
#include "temporary_folder.hpp"

namespace facewire::test {

/// The two programs as a user has them: a server of its own for each test, and pictures of people who do not exist.
class ClientEndToEnd : public ::testing::Test {
 protected:
  /// `facewire --server ... ARGUMENTS...`, run to its end.
  ProcessResult facewire(const std::vector<std::string>& arguments, ProcessOptions options = {});
  std::unique_ptr<Process> startFacewire(const std::vector<std::string>& arguments, ProcessOptions options = {});

  /// A file in the test's folder; its path.
  std::string put(const std::string& name, ByteView bytes);
  std::string portrait(std::uint64_t person, std::uint64_t shot);
  /// A video of a person, `frames` long; each frame another shot.
  std::string video(const std::string& name, std::uint64_t person, int frames);

  /// Enrols three pictures of a person.
  void enrol(const std::string& name, std::uint64_t person);

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  /// One object a line; the test fails where a line is none.
  static std::vector<protocol::Json> jsonLines(const std::string& text);
  static std::string readText(const std::string& file);

  TemporaryFolder folder_;
  ServerProcess server_;

 private:
  std::vector<std::string> withServer(const std::vector<std::string>& arguments) const;
};

}  // namespace facewire::test
