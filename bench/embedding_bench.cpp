// The exact search among embeddings against ways that read every number of every sample, in one run, with the same
// samples and the same probes: "per_sample" is the figure to compare, "bytes" is what a sample occupies in memory.
// Index is what the server does with a frame's face, once with each instruction set that this machine has as well;
// ByTwoViews is the same for a face and its mirror image, Everybody asks for all people; FloatRows is one pass in
// single precision by the widest vectors there are, PlainLoop the same as the compiler makes it; Gemm and BFMatcher are
// OpenCV's.

#include <benchmark/benchmark.h>
#include <hwy/targets.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/features2d.hpp>
#include <random>
#include <string>

#include "facewire/gallery/embedding_index.hpp"
#include "float_scan.hpp"

namespace facewire::gallery {
namespace {

constexpr std::size_t kLength = 128;
constexpr std::size_t kProbes = 16;
/// Of each person.
constexpr std::size_t kSamples = 10;

using Embedding = std::vector<float>;

/// As far from one another as a network puts two pictures of one person (cosine about 0.65), and strangers (about 0).
Embedding pictureOf(std::size_t person, std::size_t picture) {
  std::normal_distribution<float> normal;
  std::mt19937_64 face(person);
  std::mt19937_64 light(person * 1000 + picture + 1'000'000'000);
  Embedding embedding(kLength);
  double sum = 0;
  for (float& number : embedding) {
    number = normal(face) + 0.73F * normal(light);
    sum += double{number} * double{number};
  }
  for (float& number : embedding) number = static_cast<float>(number / std::sqrt(sum));
  return embedding;
}

/// Every other one a stranger: there the nearest of many nearly equal distances has to be found.
const std::vector<Embedding>& probes() {
  static const std::vector<Embedding> all = [] {
    std::vector<Embedding> made;
    for (std::size_t i = 0; i < kProbes; ++i) made.push_back(pictureOf(i % 2 == 0 ? i / 2 : 10'000'000 + i, 999));
    return made;
  }();
  return all;
}

struct Gallery {
  EmbeddingIndex index;
  cv::Mat rows;  ///< CV_32FC1, a sample a row
};

const Gallery& galleryOf(std::size_t samples) {
  static std::map<std::size_t, Gallery> galleries;
  Gallery& gallery = galleries[samples];
  if (!gallery.rows.empty()) return gallery;
  gallery.rows.create(static_cast<int>(samples), kLength, CV_32FC1);
  std::vector<EmbeddingIndex::Entry> entries;
  for (std::size_t i = 0; i < samples; ++i) {
    Embedding embedding = pictureOf(i / kSamples, i % kSamples);
    std::ranges::copy(embedding, gallery.rows.ptr<float>(static_cast<int>(i)));
    entries.push_back({static_cast<SampleId>(i), static_cast<PersonId>(i / kSamples), std::move(embedding)});
  }
  gallery.index.addAll(entries);
  return gallery;
}

/// Searches by one probe after the other.
template <typename Search>
void run(benchmark::State& state, const Search& search) {
  cv::setNumThreads(1);
  const Gallery& gallery = galleryOf(static_cast<std::size_t>(state.range(0)));
  std::size_t probe = 0;
  for (auto _ : state) search(gallery, probes()[probe++ % kProbes]);
  state.counters["per_sample"] = benchmark::Counter(
      static_cast<double>(state.range(0)), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void searchIndex(benchmark::State& state) {
  run(state, [](const Gallery& gallery, const Embedding& probe) {
    benchmark::DoNotOptimize(gallery.index.findNearest(probe, 2));
  });
  const EmbeddingIndex& index = galleryOf(static_cast<std::size_t>(state.range(0))).index;
  state.counters["bytes"] = static_cast<double>(index.bytes()) / static_cast<double>(index.size());
}

void searchOn(benchmark::State& state, std::int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().DeInit();
  searchIndex(state);
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().DeInit();
}

void searchByTwoViews(benchmark::State& state) {
  run(state, [](const Gallery& gallery, const Embedding& probe) {
    const vision::FaceViews face{{{{}, probe}, {{}, probes()[3]}}, nullptr};
    benchmark::DoNotOptimize(gallery.index.findNearestByViews(face, 2));
  });
}

void searchEverybody(benchmark::State& state) {
  run(state, [](const Gallery& gallery, const Embedding& probe) {
    benchmark::DoNotOptimize(gallery.index.findNearest(probe, gallery.index.size()));
  });
}

void scanFloatRows(benchmark::State& state) {
  std::vector<float> products(static_cast<std::size_t>(state.range(0)));
  run(state, [&](const Gallery& gallery, const Embedding& probe) {
    facewire::bench::multiplyRows(gallery.rows.ptr<float>(), products.size(), kLength, probe.data(), products.data());
    benchmark::DoNotOptimize(std::ranges::max_element(products));
  });
  state.counters["bytes"] = kLength * sizeof(float);
}

void scanPlainly(benchmark::State& state) {
  run(state, [](const Gallery& gallery, const Embedding& probe) {
    float best = -2;
    for (int row = 0; row < gallery.rows.rows; ++row) {
      const float* numbers = gallery.rows.ptr<float>(row);
      float product = 0;
      for (std::size_t i = 0; i < kLength; ++i) product += numbers[i] * probe[i];
      best = std::max(best, product);
    }
    benchmark::DoNotOptimize(best);
  });
}

void multiplyByOpenCv(benchmark::State& state) {
  cv::Mat products;
  run(state, [&](const Gallery& gallery, const Embedding& probe) {
    cv::gemm(gallery.rows, cv::Mat(probe), 1, cv::noArray(), 0, products);
    cv::Point nearest;
    cv::minMaxLoc(products, nullptr, nullptr, nullptr, &nearest);
    benchmark::DoNotOptimize(nearest);
  });
}

void matchByOpenCv(benchmark::State& state) {
  const cv::BFMatcher matcher(cv::NORM_L2);
  run(state, [&](const Gallery& gallery, const Embedding& probe) {
    std::vector<std::vector<cv::DMatch>> matches;
    matcher.knnMatch(cv::Mat(probe).reshape(1, 1), gallery.rows, matches, 2);
    benchmark::DoNotOptimize(matches);
  });
}

void add(benchmark::State& state) {
  EmbeddingIndex index = galleryOf(static_cast<std::size_t>(state.range(0))).index;
  SampleId sample = 10'000'000;
  for (auto _ : state) {
    const EmbeddingIndex before = index;
    index.add(sample, sample, probes()[1]);
    ++sample;
  }
}

void registerAll() {
  for (const int samples : {100, 1000, 10'000, 100'000}) {
    const auto put = [&](const char* name, auto* search) {
      benchmark::RegisterBenchmark(name, search)->Arg(samples)->Unit(benchmark::kMicrosecond);
    };
    put("Index", searchIndex);
    put("ByTwoViews", searchByTwoViews);
    put("Everybody", searchEverybody);
    put("FloatRows", scanFloatRows);
    put("PlainLoop", scanPlainly);
    put("Gemm", multiplyByOpenCv);
    put("BFMatcher", matchByOpenCv);
  }
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    const std::string name = std::string("Index") + hwy::TargetName(target);
    benchmark::RegisterBenchmark(name.c_str(), [target](auto& state) { searchOn(state, target); })
        ->Arg(100'000)
        ->Unit(benchmark::kMicrosecond);
  }
  benchmark::RegisterBenchmark("Add", add)->Arg(100'000)->Unit(benchmark::kMicrosecond)->Iterations(2000);
}

}  // namespace
}  // namespace facewire::gallery

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  facewire::gallery::registerAll();
  benchmark::RunSpecifiedBenchmarks();
}
