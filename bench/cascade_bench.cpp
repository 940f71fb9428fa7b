#include <benchmark/benchmark.h>
#include <hwy/targets.h>

#include <cstdint>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <string>
#include <vector>

#include "portraits/video.hpp"
#include "scan_buffers.hpp"
#include "stump_cascade.hpp"

namespace {

using facewire::vision::ScanBuffers;
using facewire::vision::StumpCascade;
using facewire::vision::WindowSearch;

constexpr const char* kCascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml";
constexpr int kFrames = 8;

struct Search {
  std::vector<cv::Mat> pictures;
  WindowSearch windows;
};

/// Frames of a drawn video of three people, as a server searches them.
const Search& wholeFrames() {
  static const Search search = [] {
    facewire::portraits::Video video;
    video.people = {1, 2, 3};
    Search made{{}, {1.1, 6, {30, 30}, {}}};
    for (int i = 0; i < kFrames; ++i) {
      cv::Mat& grey = made.pictures.emplace_back();
      cv::cvtColor(facewire::portraits::renderVideoFrame(video, i * video.frames / kFrames).image, grey,
                   cv::COLOR_BGR2GRAY);
    }
    return made;
  }();
  return search;
}

/// A part of each, for faces of about one size, as a search near the last frame's face.
const Search& parts() {
  static const Search search = [] {
    Search made{{}, {1.1, 6, {60, 60}, {100, 100}}};
    for (const cv::Mat& frame : wholeFrames().pictures) made.pictures.push_back(frame(cv::Rect(260, 120, 160, 160)));
    return made;
  }();
  return search;
}

void openCv(benchmark::State& state, const Search& search) {
  cv::setNumThreads(1);
  cv::CascadeClassifier cascade(kCascade);
  std::vector<cv::Rect> faces;
  for (auto _ : state)
    for (const cv::Mat& grey : search.pictures)
      cascade.detectMultiScale(grey, faces, search.windows.scaleFactor, search.windows.minNeighbours, 0,
                               search.windows.minSize, search.windows.maxSize);
  state.SetItemsProcessed(state.iterations() * kFrames);
}

void ours(benchmark::State& state, const Search& search, std::int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().DeInit();
  const auto cascade = StumpCascade::load(kCascade);
  ScanBuffers buffers;
  for (auto _ : state)
    for (const cv::Mat& grey : search.pictures)
      benchmark::DoNotOptimize(cascade->detectMultiScale(grey, search.windows, buffers));
  state.SetItemsProcessed(state.iterations() * kFrames);
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().DeInit();
}

void registerSearch(const std::string& name, const Search& search) {
  const auto shown = [](benchmark::internal::Benchmark* bench) { bench->Unit(benchmark::kMillisecond); };
  shown(benchmark::RegisterBenchmark((name + "/detectMultiScale").c_str(), openCv, search));
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets())
    shown(benchmark::RegisterBenchmark((name + "/" + hwy::TargetName(target)).c_str(), ours, search, target));
}

}  // namespace

/// Times are of eight pictures. The ratios are those of one run's times.
int main(int argc, char** argv) {
  registerSearch("frames640x480", wholeFrames());
  registerSearch("parts160x160", parts());
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
