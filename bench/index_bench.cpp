// The exact search against OpenCV's own, in one run, with the same samples and the same probes: "per_sample" is the
// figure to compare, "bytes" is what a sample occupies in memory. Index and Predict are OpenCV's settings (radius 1,
// 8 x 8 cells, faces of 96 x 96); IndexDefault is the default encoder, and CompareDefault what predict would do with
// it.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <opencv2/core/utility.hpp>
#include <opencv2/face.hpp>
#include <opencv2/imgproc.hpp>

#include "drawn_faces.hpp"
#include "facewire/gallery/decision.hpp"
#include "facewire/gallery/descriptor_index.hpp"
#include "facewire/vision/face_encoder.hpp"

namespace facewire::gallery {
namespace {

using vision::EncoderOptions;
using vision::FaceEncoder;

constexpr std::size_t kProbes = 16;
/// Of each person.
constexpr int kSamples = 10;

const bench::DrawnFaces& faces() {
  static const bench::DrawnFaces drawn;
  return drawn;
}

vision::FaceChip enrolledFace(int sample) {
  return faces().face(static_cast<std::uint64_t>(sample / kSamples), static_cast<std::uint64_t>(sample % kSamples));
}

/// Every other one a stranger: there the nearest of many nearly equal distances has to be found.
vision::FaceChip probeFace(std::size_t probe) {
  return faces().face(probe % 2 == 0 ? probe / 2 : 1'000'000 + probe, 1000 + probe);
}

const FaceEncoder& opencvEncoder() {
  static const FaceEncoder encoder(EncoderOptions::opencv());
  return encoder;
}

const FaceEncoder& defaultEncoder() {
  static const FaceEncoder encoder{EncoderOptions{}};
  return encoder;
}

/// Each size is built once, from the one before.
const DescriptorIndex& indexOf(const FaceEncoder& encoder, int samples) {
  static std::map<std::pair<std::string, int>, DescriptorIndex> indexes;
  const auto key = std::pair(encoder.id(), samples);
  if (const auto found = indexes.find(key); found != indexes.end()) return found->second;
  DescriptorIndex index(encoder.cellPixels());
  int first = 0;
  for (const auto& [other, smaller] : indexes) {
    if (other.first != encoder.id() || other.second > samples || other.second < first) continue;
    index = smaller;
    first = other.second;
  }
  for (int i = first; i < samples; ++i) {
    index.add(i, i / kSamples, std::make_shared<const vision::Descriptor>(encoder.encode(enrolledFace(i))));
  }
  return indexes.emplace(key, std::move(index)).first->second;
}

std::vector<cv::Mat> normalised(std::size_t count, const auto& faceOf) {
  std::vector<cv::Mat> pictures;
  for (std::size_t i = 0; i < count; ++i) pictures.push_back(opencvEncoder().normalise(faceOf(i)));
  return pictures;
}

cv::Ptr<cv::face::LBPHFaceRecognizer> recogniserOf(int samples) {
  static std::map<int, cv::Ptr<cv::face::LBPHFaceRecognizer>> recognisers;
  cv::Ptr<cv::face::LBPHFaceRecognizer>& recogniser = recognisers[samples];
  if (recogniser) return recogniser;
  recogniser = cv::face::LBPHFaceRecognizer::create();
  std::vector<int> labels(static_cast<std::size_t>(samples));
  for (int i = 0; i < samples; ++i) labels[static_cast<std::size_t>(i)] = i / kSamples;
  recogniser->train(normalised(labels.size(), [](std::size_t i) { return enrolledFace(static_cast<int>(i)); }), labels);
  return recogniser;
}

void reportPerSample(benchmark::State& state) {
  state.counters["per_sample"] = benchmark::Counter(
      static_cast<double>(state.range(0)), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void predict(benchmark::State& state) {
  cv::setNumThreads(1);
  const auto recogniser = recogniserOf(static_cast<int>(state.range(0)));
  const std::vector<cv::Mat> probes = normalised(kProbes, probeFace);
  std::size_t probe = 0;
  for (auto _ : state) {
    int label = 0;
    double distance = 0;
    recogniser->predict(probes[probe++ % kProbes], label, distance);
    benchmark::DoNotOptimize(distance);
  }
  reportPerSample(state);
}

/// `predict` beside it also makes the probe's histograms, so it is encoded here too.
void search(benchmark::State& state, const FaceEncoder& encoder) {
  cv::setNumThreads(1);
  const DescriptorIndex& index = indexOf(encoder, static_cast<int>(state.range(0)));
  std::vector<cv::Mat> probes;
  for (std::size_t i = 0; i < kProbes; ++i) probes.push_back(encoder.normalise(probeFace(i)));
  std::size_t probe = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(index.findNearest(encoder.encodeNormalised(probes[probe++ % kProbes]), 2));
  }
  reportPerSample(state);
  state.counters["bytes"] = static_cast<double>(index.bytes()) / static_cast<double>(index.size());
}

void compareAll(benchmark::State& state) {
  cv::setNumThreads(1);
  const auto floatsOf = [](const vision::FaceChip& chip) {
    cv::Mat histogram;
    cv::Mat(defaultEncoder().encode(chip).counts, true).reshape(1, 1).convertTo(histogram, CV_32F, 1.0 / 121);
    return histogram;
  };
  std::vector<cv::Mat> samples;
  for (int i = 0; i < state.range(0); ++i) samples.push_back(floatsOf(enrolledFace(i)));
  const cv::Mat probe = floatsOf(probeFace(0));
  for (auto _ : state) {
    double nearest = 1e9;
    for (const cv::Mat& sample : samples) {
      nearest = std::min(nearest, cv::compareHist(sample, probe, cv::HISTCMP_CHISQR_ALT));
    }
    benchmark::DoNotOptimize(nearest);
  }
  reportPerSample(state);
}

/// One face of a frame, compared as the server compares it; its views are made already.
void searchByViews(benchmark::State& state) {
  cv::setNumThreads(1);
  const DescriptorIndex& index = indexOf(defaultEncoder(), static_cast<int>(state.range(0)));
  std::vector<vision::FaceViews> probes;
  for (std::size_t i = 0; i < kProbes; ++i) {
    probes.push_back(defaultEncoder().encodeViews(probeFace(i)));
    probes.back().around = nullptr;
  }
  std::size_t probe = 0;
  for (auto _ : state) benchmark::DoNotOptimize(index.findNearestByViews(probes[probe++ % kProbes], 2));
}

void add(benchmark::State& state) {
  DescriptorIndex index = indexOf(defaultEncoder(), static_cast<int>(state.range(0)));
  const auto descriptor = std::make_shared<const vision::Descriptor>(defaultEncoder().encode(probeFace(0)));
  SampleId sample = 10'000'000;
  for (auto _ : state) {
    const DescriptorIndex before = index;
    index.add(sample, sample, descriptor);
    ++sample;
  }
}

void registerAll() {
  for (const int samples : {100, 1000, 10'000}) {
    benchmark::RegisterBenchmark("Predict", predict)->Arg(samples)->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("CompareDefault", compareAll)->Arg(1000)->Unit(benchmark::kMillisecond);
  for (const int samples : {100, 1000, 10'000, 100'000}) {
    benchmark::RegisterBenchmark("Index", [](auto& state) { search(state, opencvEncoder()); })
        ->Arg(samples)
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("IndexDefault", [](auto& state) { search(state, defaultEncoder()); })
        ->Arg(samples)
        ->Unit(benchmark::kMillisecond);
  }
  for (const int samples : {15, 100, 1000, 10'000}) {
    benchmark::RegisterBenchmark("IndexByViews", searchByViews)->Arg(samples)->Unit(benchmark::kMicrosecond);
  }
  benchmark::RegisterBenchmark("Add", add)->Arg(10'000)->Unit(benchmark::kMicrosecond)->Iterations(2000);
}

}  // namespace
}  // namespace facewire::gallery

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  facewire::gallery::registerAll();
  benchmark::RunSpecifiedBenchmarks();
}
