#include "read_ahead.hpp"

#include <utility>

#include "facewire/capture/picture.hpp"

namespace facewire::app {

ReadAhead::ReadAhead(std::vector<std::filesystem::path> files)
    : files_(std::move(files)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void ReadAhead::run(const std::stop_token& stop) {
  for (const std::filesystem::path& file : files_) {
    Result<Bytes> picture = capture::readPictureAsJpeg(file);
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return read_.size() < kAhead; })) return;
      read_.push_back(std::move(picture));
    }
    changed_.notify_all();
  }
}

Result<Bytes> ReadAhead::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !read_.empty(); });
  Result<Bytes> picture = std::move(read_.front());
  read_.pop_front();
  lock.unlock();
  changed_.notify_all();
  return picture;
}

}  // namespace facewire::app
