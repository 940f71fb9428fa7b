#pragma once

#include <string>
#include <thread>

#include "console.hpp"

namespace facewire::app {

/// Says, while it lives, what is being waited for and how long already, where the console shows progress.
class WaitingBar {
 public:
  WaitingBar(Console& console, std::string what);
  ~WaitingBar();
  WaitingBar(const WaitingBar&) = delete;
  WaitingBar& operator=(const WaitingBar&) = delete;

 private:
  Console& console_;
  std::jthread ticking_;
};

}  // namespace facewire::app
