#include <exception>
#include <iostream>
#include <opencv2/core/utility.hpp>

#include "command_line.hpp"

int main(int argc, char** argv) {
  cv::setNumThreads(1);  // the pictures are shared out over threads already
  try {
    return facewire::eval::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "facewire-eval: " << error.what() << '\n';
    return 1;
  }
}
