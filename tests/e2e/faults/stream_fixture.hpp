#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

#include "client_fixture.hpp"

namespace facewire::test {

/// Streams of the real client, and what their results must be.
class StreamEndToEnd : public ClientEndToEnd {
 protected:
  static void expectEveryFrameOnce(const std::string& results, std::size_t frames) {
    const auto lines = jsonLines(results);
    ASSERT_EQ(lines.size(), frames);
    for (std::size_t i = 0; i < frames; ++i) {
      EXPECT_EQ(lines[i]["frame"], i);
      EXPECT_TRUE(lines[i].contains("faces")) << lines[i];
    }
  }

  /// Waits until so many whole lines of results have come beyond the first `before` bytes.
  static void waitForLines(Process& client, std::size_t before, std::ptrdiff_t lines) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    std::string output = client.output();
    while (std::count(output.begin() + static_cast<std::ptrdiff_t>(before), output.end(), '\n') < lines) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "no more results came";
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      output = client.output();
    }
  }
};

}  // namespace facewire::test
