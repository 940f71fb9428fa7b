#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <opencv2/face.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "facewire/vision/face_encoder.hpp"

namespace {

using facewire::vision::EncoderOptions;
using facewire::vision::FaceChip;
using facewire::vision::FaceEncoder;

cv::Mat smoothNoise(int side) {
  cv::Mat picture(side, side, CV_8UC1);
  cv::RNG(7).fill(picture, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(picture, picture, cv::Size(), 1.5);
  return picture;
}

/// What `train` does for one picture is its patterns and histograms; the rest is two list appends.
void histogramsByOpenCv(benchmark::State& state) {
  cv::setNumThreads(1);
  const std::vector<cv::Mat> pictures{smoothNoise(96)};
  const std::vector<int> labels{1};
  const auto recogniser = cv::face::LBPHFaceRecognizer::create(static_cast<int>(state.range(0)));
  for (auto _ : state) recogniser->train(pictures, labels);
}
BENCHMARK(histogramsByOpenCv)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond);

void histograms(benchmark::State& state) {
  cv::setNumThreads(1);
  EncoderOptions options = EncoderOptions::opencv();
  options.radii = {static_cast<int>(state.range(0))};
  const FaceEncoder encoder(options);
  const cv::Mat picture = smoothNoise(96);
  for (auto _ : state) benchmark::DoNotOptimize(encoder.encodeNormalised(picture));
}
BENCHMARK(histograms)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond);

void chipToDescriptor(benchmark::State& state) {
  cv::setNumThreads(1);
  const FaceEncoder encoder{EncoderOptions{}};
  const FaceChip chip{smoothNoise(facewire::vision::kChipSide), cv::Rect(27, 27, 137, 137)};
  for (auto _ : state) benchmark::DoNotOptimize(encoder.encode(chip));
}
BENCHMARK(chipToDescriptor)->Unit(benchmark::kMicrosecond);

void chipToViews(benchmark::State& state) {
  cv::setNumThreads(1);
  const FaceEncoder encoder{EncoderOptions{}};
  const FaceChip chip{smoothNoise(facewire::vision::kChipSide), cv::Rect(27, 27, 137, 137)};
  for (auto _ : state) benchmark::DoNotOptimize(encoder.encodeViews(chip));
}
BENCHMARK(chipToViews)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
