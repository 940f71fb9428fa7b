// The exact search against OpenCV's own, in one run on the same samples: "per_sample" is the figure to compare.

#include <benchmark/benchmark.h>

#include <opencv2/core/utility.hpp>

#include "facewire/gallery/descriptor_index.hpp"
#include "lbph_pictures.hpp"

namespace facewire::gallery {
namespace {

/// Samples of people with four pictures each.
struct Enrolled {
  explicit Enrolled(int samples) {
    for (int i = 0; i < samples; ++i) {
      pictures.push_back(
          test::variantOf(test::smoothPicture(static_cast<unsigned>(i / 4)), 100'000U + static_cast<unsigned>(i)));
      labels.push_back(i / 4);
    }
  }

  std::vector<cv::Mat> pictures;
  std::vector<int> labels;
};

cv::Mat probePicture() {
  return test::variantOf(test::smoothPicture(3), 999'999);
}

void reportPerSample(benchmark::State& state) {
  state.counters["per_sample"] = benchmark::Counter(
      static_cast<double>(state.range(0)), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void opencvPredict(benchmark::State& state) {
  cv::setNumThreads(1);
  const Enrolled enrolled(static_cast<int>(state.range(0)));
  const auto recogniser = test::train(enrolled.pictures, enrolled.labels);
  const cv::Mat probe = probePicture();
  for (auto _ : state) {
    int label = 0;
    double distance = 0;
    recogniser->predict(probe, label, distance);
    benchmark::DoNotOptimize(distance);
  }
  reportPerSample(state);
}

void descriptorIndex(benchmark::State& state) {
  const Enrolled enrolled(static_cast<int>(state.range(0)));
  DescriptorIndex index(test::kCellPixels);
  SampleId sample = 0;
  for (vision::Descriptor& descriptor : test::descriptorsOf(*test::train(enrolled.pictures, enrolled.labels))) {
    ++sample;
    index.add(sample, sample / 4, std::make_shared<const vision::Descriptor>(std::move(descriptor)));
  }
  const vision::Descriptor probe = test::descriptorOf(probePicture());
  for (auto _ : state) benchmark::DoNotOptimize(index.findNearest(probe, 2));
  reportPerSample(state);
}

BENCHMARK(opencvPredict)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK(descriptorIndex)->Arg(100)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace facewire::gallery
