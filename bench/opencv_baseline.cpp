// What OpenCV alone takes for the same frames: CascadeClassifier::detectMultiScale and LBPHFaceRecognizer::predict, one
// thread, on frames that are decoded already. Prints one JSON object, as `facewire bench --json` does.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/face.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <opencv2/videoio.hpp>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kFaceSide = 128;

std::vector<cv::Rect> findFaces(cv::CascadeClassifier& cascade, const cv::Mat& grey) {
  std::vector<cv::Rect> faces;
  cascade.detectMultiScale(grey, faces, 1.1, 5, 0, {30, 30});
  return faces;
}

cv::Mat cut(const cv::Mat& grey, const cv::Rect& face) {
  cv::Mat out;
  cv::resize(grey(face), out, {kFaceSide, kFaceSide});
  return out;
}

cv::Ptr<cv::face::LBPHFaceRecognizer> train(cv::CascadeClassifier& cascade, const std::filesystem::path& people) {
  std::vector<cv::Mat> faces;
  std::vector<int> labels;
  int label = 0;
  for (const auto& person : std::filesystem::directory_iterator(people)) {
    for (const auto& file : std::filesystem::directory_iterator(person)) {
      const cv::Mat grey = cv::imread(file.path().string(), cv::IMREAD_GRAYSCALE);
      for (const cv::Rect& face : findFaces(cascade, grey)) {
        faces.push_back(cut(grey, face));
        labels.push_back(label);
      }
    }
    ++label;
  }
  auto recogniser = cv::face::LBPHFaceRecognizer::create();
  recogniser->train(faces, labels);
  return recogniser;
}

double percentile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Times OpenCV's own detection and recognition on the frames of a video.");
  std::string video;
  std::string people;
  int frames = 200;
  app.add_option("--video", video, "Video file")->required();
  app.add_option("--people", people, "Folder of people, as `facewire import` takes it")->required();
  app.add_option("--frames", frames, "Frames to time")->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);

  cv::setNumThreads(1);
  cv::CascadeClassifier cascade(FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml");
  const auto recogniser = train(cascade, people);
  std::vector<cv::Mat> greys;
  cv::VideoCapture capture(video);
  for (cv::Mat frame; static_cast<int>(greys.size()) < frames && capture.read(frame);) {
    cv::cvtColor(frame, greys.emplace_back(), cv::COLOR_BGR2GRAY);
  }
  if (greys.empty()) {
    std::cerr << video << ": no frame could be read\n";
    return 1;
  }
  std::vector<double> times;
  const auto begin = Clock::now();
  for (const cv::Mat& grey : greys) {
    const auto start = Clock::now();
    for (const cv::Rect& face : findFaces(cascade, grey)) recogniser->predict(cut(grey, face));
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  std::ranges::sort(times);
  std::cout << nlohmann::ordered_json{{"frames", times.size()},
                                      {"clients", 0},
                                      {"seconds", seconds},
                                      {"fps", static_cast<double>(times.size()) / seconds},
                                      {"p50_ms", percentile(times, 0.50)},
                                      {"p95_ms", percentile(times, 0.95)},
                                      {"p99_ms", percentile(times, 0.99)},
                                      {"errors", 0}}
            << "\n";
}
