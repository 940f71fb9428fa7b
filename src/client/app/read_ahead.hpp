#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/base/result.hpp"

namespace facewire::app {

/// Reads pictures as JPEGs in a thread of its own, a few ahead of who takes them. take() is confined to one thread.
class ReadAhead {
 public:
  explicit ReadAhead(std::vector<std::filesystem::path> files);

  /// The next file's picture, in the order given. Precondition: called at most once for each file. Errors as
  /// capture::readPictureAsJpeg.
  Result<Bytes> take();

 private:
  static constexpr std::size_t kAhead = 8;

  void run(const std::stop_token& stop);

  const std::vector<std::filesystem::path> files_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Result<Bytes>> read_;  // guarded by mutex_
  std::jthread thread_;             // last: it uses all of the above
};

}  // namespace facewire::app
