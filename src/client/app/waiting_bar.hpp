#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "console.hpp"

namespace facewire::app {

/// Says, while it lives, what is being waited for and how long already, where the console shows progress.
class WaitingBar {
 public:
  /// `after`: what is over sooner is not worth a word.
  WaitingBar(Console& console, std::string what, std::chrono::milliseconds after = std::chrono::milliseconds(0));
  ~WaitingBar();
  WaitingBar(const WaitingBar&) = delete;
  WaitingBar& operator=(const WaitingBar&) = delete;

 private:
  Console& console_;
  std::jthread ticking_;
};

}  // namespace facewire::app
