#include "progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <iostream>

namespace facewire::eval {
namespace {

constexpr std::size_t kBarWidth = 30;
constexpr std::chrono::milliseconds kRedrawAfter{100};
constexpr const char* kClearLine = "\r\033[K";

}  // namespace

Progress::Progress(std::size_t total, std::string noun)
    : total_(std::max<std::size_t>(total, 1)), noun_(std::move(noun)), shown_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) std::cerr << kClearLine << std::flush;
}

void Progress::advance() {
  const std::lock_guard lock(mutex_);
  ++done_;
  const auto now = Clock::now();
  if (!shown_ || now - drawn_ < kRedrawAfter) return;
  drawn_ = now;
  const std::size_t filled = std::min(done_ * kBarWidth / total_, kBarWidth);
  std::cerr << kClearLine << '[' << std::string(filled, '#') << std::string(kBarWidth - filled, '-') << "] " << done_
            << '/' << total_ << ' ' << noun_ << std::flush;
}

}  // namespace facewire::eval
