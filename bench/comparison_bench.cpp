// One face's comparison with a gallery of ten people with ten pictures each, as a frame's face is compared, and its
// parts: compare them within one run. Argument 1: a face of somebody enrolled; 0: of a stranger, for whom finer views
// are made as well.

#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <string>

#include "face_comparison.hpp"
#include "facewire/vision/face_quality.hpp"
#include "office.hpp"

namespace facewire::service {
namespace {

constexpr int kPeople = 10;
constexpr int kPictures = 10;

using test::Sight;
using test::sight;

/// Made once for all benchmarks.
test::Office& office() {
  cv::setNumThreads(1);
  static test::Office made(kPeople, kPictures);
  return made;
}

Sight probeOf(const benchmark::State& state) {
  return state.range(0) == 1 ? sight(3, kPictures + 1) : sight(77, 1);
}

void wholeComparison(benchmark::State& state) {
  const auto snapshot = office().workshop().gallery.snapshot();
  const Sight probe = probeOf(state);
  const auto compare = [&] { return compareFace(office().workshop(), *snapshot, {probe.grey}, {probe.box}); };
  state.SetLabel(std::to_string(probe.box.width) + " pixels, " + std::string(toWord(compare().decision.reason)));
  for (auto _ : state) benchmark::DoNotOptimize(compare());
}

void chipAndQuality(benchmark::State& state) {
  const Sight probe = probeOf(state);
  for (auto _ : state) benchmark::DoNotOptimize(vision::measureQuality(vision::cutChip(probe.grey, probe.box)));
}

void elevenViews(benchmark::State& state) {
  const Sight probe = probeOf(state);
  const vision::FaceChip chip = vision::cutChip(probe.grey, probe.box);
  for (auto _ : state) benchmark::DoNotOptimize(office().workshop().encoder.encodeViews(chip).views);
}

void finerViews(benchmark::State& state) {
  const Sight probe = probeOf(state);
  const auto face = office().workshop().encoder.encodeViews(vision::cutChip(probe.grey, probe.box));
  std::vector<vision::Descriptor> finer;
  for (auto _ : state) {
    face.around(0, finer);
    benchmark::DoNotOptimize(finer.data());
  }
}

/// The search among all views that are made, the finer ones made before.
void search(benchmark::State& state) {
  const auto snapshot = office().workshop().gallery.snapshot();
  const Sight probe = probeOf(state);
  const Workshop& workshop = office().workshop();
  vision::FaceViews face = workshop.encoder.encodeViews(vision::cutChip(probe.grey, probe.box));
  const FaceComparison comparison = compareFace(workshop, *snapshot, {probe.grey}, {probe.box});
  std::vector<vision::Descriptor> made;
  face.around(0, made);
  face.around = [&made](std::size_t, std::vector<vision::Descriptor>& finer) { finer = made; };
  for (auto _ : state) benchmark::DoNotOptimize(gallery::findNearestToDecide(snapshot->index, face, comparison.rule));
}

BENCHMARK(wholeComparison)->Arg(1)->Arg(0)->Unit(benchmark::kMicrosecond);
BENCHMARK(chipAndQuality)->Arg(1)->Arg(0)->Unit(benchmark::kMicrosecond);
BENCHMARK(elevenViews)->Arg(1)->Arg(0)->Unit(benchmark::kMicrosecond);
BENCHMARK(finerViews)->Arg(0)->Unit(benchmark::kMicrosecond);
BENCHMARK(search)->Arg(1)->Arg(0)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace facewire::service
