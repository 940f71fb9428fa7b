#include "live_window.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <opencv2/highgui.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace facewire::app {
namespace {

constexpr int kPollMs = 15;
constexpr int kEscape = 27;
constexpr int kNarrowestWindow = 640;

bool isSet(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

[[noreturn]] void tryWindow() {
  const rlimit noCore{0, 0};
  ::setrlimit(RLIMIT_CORE, &noCore);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
  ::alarm(5);
  try {
    cv::namedWindow("facewire", cv::WINDOW_NORMAL);
    ::_exit(0);
  } catch (const cv::Exception&) {
    ::_exit(1);
  }
}

}  // namespace

bool canShowWindow() {
  if (!isSet("DISPLAY") && !isSet("WAYLAND_DISPLAY")) return false;
  const pid_t child = ::fork();
  if (child < 0) return false;
  if (child == 0) tryWindow();
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

LiveWindow::LiveWindow(std::string title) : title_(std::move(title)) {
  ::setenv("QT_LOGGING_RULES", "*.warning=false", 0);  // about folders and themes, of no use to who watches
  cv::namedWindow(title_, cv::WINDOW_NORMAL | cv::WINDOW_KEEPRATIO | cv::WINDOW_GUI_NORMAL);
  // Qt takes over the user's locale; numbers for scripts keep their decimal point.
  std::setlocale(LC_NUMERIC, "C");
}

LiveWindow::~LiveWindow() {
  try {
    cv::destroyWindow(title_);
  } catch (const cv::Exception&) {
    // The user has closed it.
  }
}

void LiveWindow::display(const cv::Mat& picture) {
  if (!std::exchange(sized_, true)) {
    const double scale = std::max(1.0, static_cast<double>(kNarrowestWindow) / picture.cols);
    cv::resizeWindow(title_, cvRound(picture.cols * scale), cvRound(picture.rows * scale));
  }
  cv::imshow(title_, picture);
}

void LiveWindow::show(const cv::Mat& picture) {
  last_ = picture;
  shownWhy_.clear();
  display(last_);
}

void LiveWindow::showNotLive(const std::string& why) {
  if (why == shownWhy_) return;
  shownWhy_ = why;
  cv::Mat dark = last_.empty() ? cv::Mat::zeros(480, 640, CV_8UC3) : cv::Mat(last_ * 0.3);
  const double scale = std::max(0.4, dark.cols / 900.0);
  const int thickness = std::max(1, cvRound(scale * 1.5));
  int y = dark.rows / 2;
  for (const std::string& line : {std::string("NOT LIVE"), why}) {
    int baseline = 0;
    const cv::Size size = cv::getTextSize(line, cv::FONT_HERSHEY_SIMPLEX, scale, thickness, &baseline);
    cv::putText(dark, line, {(dark.cols - size.width) / 2, y}, cv::FONT_HERSHEY_SIMPLEX, scale, {255, 255, 255},
                thickness, cv::LINE_AA);
    y += size.height * 2;
  }
  display(dark);
}

bool LiveWindow::poll() {
  const int key = cv::waitKey(kPollMs);
  if (key == 'q' || key == 'Q' || key == kEscape) return false;
  try {
    return cv::getWindowProperty(title_, cv::WND_PROP_VISIBLE) >= 1;
  } catch (const cv::Exception&) {
    return false;
  }
}

}  // namespace facewire::app
