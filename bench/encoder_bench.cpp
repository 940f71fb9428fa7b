// A face's way into numbers, step by step, beside the same step by OpenCV's functions ("...ByOpenCv"), and the LBP
// histograms beside cv::face's. Run with --benchmark_enable_random_interleaving --benchmark_repetitions=9 and compare
// within one run.

#include <benchmark/benchmark.h>
#include <hwy/highway.h>

#include <cstdio>
#include <opencv2/core.hpp>
#include <opencv2/face.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "area_shrink.hpp"
#include "bilinear_warp.hpp"
#include "even_light.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "facewire/vision/face_quality.hpp"
#include "opencv_encoder.hpp"
#include "opencv_quality.hpp"

namespace facewire::vision {
namespace {

/// Side of a normalised face with the margin that moved views need.
constexpr int kWithMargin = 82;

cv::Mat smoothNoise(cv::Size size) {
  cv::Mat picture(size, CV_8UC1);
  cv::RNG(7).fill(picture, cv::RNG::UNIFORM, 0, 256);
  cv::GaussianBlur(picture, picture, cv::Size(), 1.5);
  return picture;
}

const FaceEncoder encoder{EncoderOptions{}};

/// A face of that many pixels in a camera's frame.
struct Sighting {
  explicit Sighting(benchmark::State& state)
      : frame(smoothNoise(cv::Size(640, 480))),
        box(100, 60, static_cast<int>(state.range(0)), static_cast<int>(state.range(0))),
        chip(cutChip(frame, box)),
        views(encoder.encodeViews(chip)) {}

  cv::Mat frame;
  cv::Rect box;
  FaceChip chip;
  FaceViews views;
};

/// The histograms of one picture, by whatever comes of them: cv::face has no other way to them. `train` with one
/// picture takes its patterns and histograms, clears two lists and appends to each.
void lbpByOpenCv(benchmark::State& state) {
  const std::vector<cv::Mat> pictures{smoothNoise(cv::Size(96, 96))};
  const std::vector<int> labels{1};
  const auto recogniser = cv::face::LBPHFaceRecognizer::create(static_cast<int>(state.range(0)));
  for (auto _ : state) recogniser->train(pictures, labels);
}
BENCHMARK(lbpByOpenCv)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond);

void lbp(benchmark::State& state) {
  EncoderOptions options = EncoderOptions::opencv();
  options.radii = {static_cast<int>(state.range(0))};
  const FaceEncoder lbpEncoder(options);
  const cv::Mat picture = smoothNoise(cv::Size(96, 96));
  for (auto _ : state) benchmark::DoNotOptimize(lbpEncoder.encodeNormalised(picture));
}
BENCHMARK(lbp)->Arg(1)->Arg(2)->Unit(benchmark::kMicrosecond);

/// `Step` gives one step's work on a sighting.
template <typename Step>
void onFace(benchmark::State& state, const Step& step) {
  const Sighting face(state);
  for (auto _ : state) benchmark::DoNotOptimize(step(face));
}

/// As cutChip does, for a box whose margin is inside the frame.
FaceChip cutChipByOpenCv(const Sighting& face) {
  const int margin = cvRound(face.box.width * (kChipMargin - 1) / 2);
  const cv::Mat cut = face.frame(face.box + cv::Size(2 * margin, 2 * margin) - cv::Point(margin, margin));
  if (cut.size() == face.chip.picture.size()) return {cut.clone(), face.chip.face};
  FaceChip chip{{}, face.chip.face};
  cv::resize(cut, chip.picture, face.chip.picture.size(), 0, 0, cv::INTER_AREA);
  return chip;
}

void registerStep(const std::string& name, auto ours, auto openCvs) {
  const auto add = [](const std::string& called, auto step) {
    benchmark::RegisterBenchmark(called.c_str(), [step](benchmark::State& state) { onFace(state, step); })
        ->Arg(100)
        ->Arg(160)
        ->Unit(benchmark::kMicrosecond);
  };
  add(name + "ByOpenCv", openCvs);
  add(name, ours);
}

void registerSteps() {
  static const test::OpenCvEncoder reference{EncoderOptions{}};
  registerStep(
      "chip", [](const Sighting& face) { return cutChip(face.frame, face.box); }, cutChipByOpenCv);
  registerStep(
      "quality", [](const Sighting& face) { return measureQuality(face.chip); },
      [](const Sighting& face) { return test::measureQuality(face.chip); });
  registerStep(
      "elevenViews", [](const Sighting& face) { return encoder.encodeViews(face.chip).views; },
      [](const Sighting& face) { return reference.encodeViews(face.chip); });
  registerStep(
      "finerViews",
      [](const Sighting& face) {
        std::vector<Descriptor> finer;
        face.views.around(0, finer);
        return finer;
      },
      [](const Sighting& face) { return reference.encodeAround(face.chip, 0); });
  registerStep(
      "wholeFace",
      [](const Sighting& face) {
        const FaceChip chip = cutChip(face.frame, face.box);
        benchmark::DoNotOptimize(measureQuality(chip));
        return encoder.encodeViews(chip).views;
      },
      [](const Sighting& face) {
        const FaceChip chip = cutChipByOpenCv(face);
        benchmark::DoNotOptimize(test::measureQuality(face.chip));
        return reference.encodeViews(face.chip);
      });
}

void shrinkByOpenCv(benchmark::State& state) {
  const cv::Mat picture = smoothNoise(cv::Size(192, 192));
  cv::Mat shrunk;
  for (auto _ : state) cv::resize(picture, shrunk, cv::Size(104, 104), 0, 0, cv::INTER_AREA);
}
BENCHMARK(shrinkByOpenCv)->Unit(benchmark::kMicrosecond);

void shrink(benchmark::State& state) {
  const cv::Mat picture = smoothNoise(cv::Size(192, 192));
  const cv::Mat shrunk(104, 104, CV_8UC1);
  for (auto _ : state) shrinkByArea(picture, shrunk);
}
BENCHMARK(shrink)->Unit(benchmark::kMicrosecond);

const cv::Matx23d kTurn(0.98, 0.1, 8, -0.1, 0.98, 12);

void warpByOpenCv(benchmark::State& state) {
  const cv::Mat picture = smoothNoise(cv::Size(104, 104));
  cv::Mat face;
  for (auto _ : state) {
    cv::warpAffine(picture, face, kTurn, cv::Size(kWithMargin, kWithMargin), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
  }
}
BENCHMARK(warpByOpenCv)->Unit(benchmark::kMicrosecond);

void warp(benchmark::State& state) {
  const cv::Mat picture = smoothNoise(cv::Size(106, 106));
  cv::Mat face(kWithMargin, kWithMargin, CV_8UC1);
  BilinearWarp warp;
  for (auto _ : state) warp.take(picture, kTurn, face);
}
BENCHMARK(warp)->Unit(benchmark::kMicrosecond);

void evenLightByOpenCv(benchmark::State& state) {
  const cv::Mat face = smoothNoise(cv::Size(kWithMargin, kWithMargin));
  for (auto _ : state) benchmark::DoNotOptimize(test::evenLight(face));
}
BENCHMARK(evenLightByOpenCv)->Unit(benchmark::kMicrosecond);

void evenLight(benchmark::State& state) {
  const cv::Mat face = smoothNoise(cv::Size(kWithMargin, kWithMargin));
  cv::Mat even(face.size(), CV_8UC1);
  EvenLight light;
  for (auto _ : state) light.take(face, even);
}
BENCHMARK(evenLight)->Unit(benchmark::kMicrosecond);

void ternaryPatternsByPlainLoops(benchmark::State& state) {
  const test::OpenCvEncoder reference{EncoderOptions{}};
  const cv::Mat face = smoothNoise(cv::Size(74, 74));
  for (auto _ : state) benchmark::DoNotOptimize(reference.encodeNormalised(face));
}
BENCHMARK(ternaryPatternsByPlainLoops)->Unit(benchmark::kMicrosecond);

void ternaryPatterns(benchmark::State& state) {
  const cv::Mat face = smoothNoise(cv::Size(74, 74));
  for (auto _ : state) benchmark::DoNotOptimize(encoder.encodeNormalised(face));
}
BENCHMARK(ternaryPatterns)->Unit(benchmark::kMicrosecond);

/// `--vectors=AVX2` and the like: as a processor that has no more.
void chooseVectors(int& count, char** arguments) {
  const std::string option = "--vectors=";
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument.rfind(option, 0) != 0) continue;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
      if (argument.substr(option.size()) == hwy::TargetName(target)) hwy::SetSupportedTargetsForTest(target);
    }
    std::copy(arguments + i + 1, arguments + count, arguments + i);
    --count;
    return;
  }
}

}  // namespace
}  // namespace facewire::vision

int main(int count, char** arguments) {
  cv::setNumThreads(1);
  facewire::vision::chooseVectors(count, arguments);
  facewire::vision::registerSteps();
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  benchmark::AddCustomContext("vectors", [] {
    const std::int64_t targets = hwy::SupportedTargets() & HWY_TARGETS;
    return std::string(hwy::TargetName(targets & -targets));
  }());
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
