#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <vector>

#include "facewire/base/file.hpp"
#include "target.hpp"

/// Feeds every file of the folders that are named to the target, without a fuzzer: fuzz_NAME FOLDER...
int main(int count, char** arguments) try {
  std::vector<std::filesystem::path> files;
  for (const char* folder : std::span(arguments, static_cast<std::size_t>(count)).subspan(1)) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  constexpr std::size_t kMost = 16 << 20;
  for (const auto& file : files) {
    // Before it runs: where it crashes, this line says by which input.
    std::printf("%s\n", file.c_str());
    std::fflush(stdout);
    const auto bytes = facewire::readFile(file, kMost);
    if (!bytes) {
      std::fprintf(stderr, "%s\n", bytes.error().detail.c_str());
      return 1;
    }
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size());
  }
  if (files.empty()) std::fprintf(stderr, "there is nothing to replay\n");
  return files.empty() ? 1 : 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
