#include <csignal>
#include <exception>
#include <iostream>

#include "run.hpp"

int main(int argc, char** argv) {
  // A peer or a pipe that closes is an error to be told, not a reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return static_cast<int>(facewire::app::run(argc, argv));
  } catch (const std::exception& error) {
    std::cerr << "facewire: " << error.what() << '\n';
    return static_cast<int>(facewire::app::ExitStatus::failed);
  }
}
