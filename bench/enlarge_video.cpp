// Writes the first frames of a video anew at another size, losslessly: what a camera of that size would have seen, for
// benchmarks.

#include <CLI/CLI.hpp>
#include <iostream>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

int main(int argc, char** argv) {
  CLI::App app("Enlarges a video.");
  std::string from;
  std::string to;
  int width = 640;
  int height = 480;
  int frames = 300;
  app.add_option("FROM", from, "Video file")->required();
  app.add_option("TO", to, "Where to write it: an .avi")->required();
  app.add_option("--width", width, "Pixels")->check(CLI::PositiveNumber);
  app.add_option("--height", height, "Pixels")->check(CLI::PositiveNumber);
  app.add_option("--frames", frames, "At most")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);

  cv::VideoCapture source(from);
  cv::VideoWriter target(to, cv::VideoWriter::fourcc('F', 'F', 'V', '1'), 30, {width, height});
  if (!target.isOpened()) {
    std::cerr << to << ": cannot be written\n";
    return 1;
  }
  int written = 0;
  cv::Mat enlarged;
  for (cv::Mat frame; written < frames && source.read(frame); ++written) {
    cv::resize(frame, enlarged, {width, height}, 0, 0, cv::INTER_CUBIC);
    target.write(enlarged);
  }
  if (written == 0) {
    std::cerr << from << ": no frame could be read\n";
    return 1;
  }
}
