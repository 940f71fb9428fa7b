#pragma once

#include <opencv2/core/mat.hpp>
#include <string>

namespace facewire::app {

/// True where a window can be shown. Tries it in a child process, because Qt ends the whole program where the display
/// that the environment names cannot be used. Call it before any thread is made.
bool canShowWindow();

/// The window. Confined to the main thread.
class LiveWindow {
 public:
  explicit LiveWindow(std::string title);
  ~LiveWindow();
  LiveWindow(const LiveWindow&) = delete;
  LiveWindow& operator=(const LiveWindow&) = delete;

  /// A new picture.
  void show(const cv::Mat& picture);

  /// The last picture, darkened, and why it is not live: it must never pass for a new one.
  void showNotLive(const std::string& why);

  /// Lets the window work for a few milliseconds. False once the user closed it, or pressed q or Esc.
  bool poll();

 private:
  void display(const cv::Mat& picture);

  const std::string title_;
  cv::Mat last_;
  std::string shownWhy_;
  bool sized_ = false;
};

}  // namespace facewire::app
