// One face's comparison with a gallery of ten people with ten pictures each, as a frame's face is compared, and its
// parts: compare them within one run. Argument 1: a face of somebody enrolled; 0: of a stranger, for whom finer views
// are made as well.

#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

#include "face_comparison.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "facewire/vision/face_quality.hpp"
#include "frame_recogniser.hpp"
#include "portraits/scene.hpp"
#include "stored_face.hpp"
#include "temporary_folder.hpp"

namespace facewire::service {
namespace {

constexpr int kPeople = 10;
constexpr int kPictures = 10;

struct Sighting {
  cv::Mat picture;
  cv::Rect box;
};

Sighting sight(std::uint64_t person, std::uint64_t shot) {
  const portraits::Picture picture = renderScene(portraits::portraitScene(person, shot, {320, 240}, 1, 0.4F));
  const cv::Rect all(0, 0, picture.image.cols, picture.image.rows);
  Sighting sighting{{}, picture.faces.at(0).box & all};
  if (picture.image.channels() == 3) {
    cv::cvtColor(picture.image, sighting.picture, cv::COLOR_BGR2GRAY);
  } else {
    sighting.picture = picture.image;
  }
  return sighting;
}

/// Made once for all benchmarks.
class Office {
 public:
  Office() {
    for (std::uint64_t person = 1; person <= kPeople; ++person) {
      for (std::uint64_t shot = 1; shot <= kPictures; ++shot) {
        const Sighting sighting = sight(person, shot);
        const vision::FaceChip chip = vision::cutChip(sighting.picture, sighting.box);
        const auto added = gallery_.addSample("Person " + std::to_string(person), "shot " + std::to_string(shot),
                                              toStored(chip).value(), encoder_.encode(chip));
        if (!added) throw std::runtime_error(added.error().detail);
      }
    }
  }

  const Workshop& workshop() const { return workshop_; }
  std::shared_ptr<const gallery::GallerySnapshot> snapshot() const { return gallery_.snapshot(); }

 private:
  test::TemporaryFolder folder_;
  ServiceOptions options_;
  vision::FaceEncoder encoder_{vision::EncoderOptions{}};
  gallery::Gallery gallery_{gallery::GalleryStore(folder_.path() / "gallery.db"), encoder_.cellPixels(),
                            [this](const gallery::StoredFace& face) { return encodeStoredFace(encoder_, face); },
                            [](gallery::SampleId, const Error&) {}};
  Tally tally_;
  EnginePool engines_{1, vision::DetectorOptions{.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml"},
                      false};
  Workshop workshop_{options_, gallery_, encoder_, engines_, tally_};
};

Office& office() {
  cv::setNumThreads(1);
  static Office made;
  return made;
}

Sighting probeOf(const benchmark::State& state) {
  return state.range(0) == 1 ? sight(3, kPictures + 1) : sight(77, 1);
}

void wholeComparison(benchmark::State& state) {
  const auto snapshot = office().snapshot();
  const Sighting probe = probeOf(state);
  const auto compare = [&] { return compareFace(office().workshop(), *snapshot, {probe.picture}, {probe.box}); };
  state.SetLabel(std::to_string(probe.box.width) + " pixels, " + std::string(toWord(compare().decision.reason)));
  for (auto _ : state) benchmark::DoNotOptimize(compare());
}

void chipAndQuality(benchmark::State& state) {
  const Sighting probe = probeOf(state);
  for (auto _ : state) benchmark::DoNotOptimize(vision::measureQuality(vision::cutChip(probe.picture, probe.box)));
}

void elevenViews(benchmark::State& state) {
  const Sighting probe = probeOf(state);
  const vision::FaceChip chip = vision::cutChip(probe.picture, probe.box);
  for (auto _ : state) benchmark::DoNotOptimize(office().workshop().encoder.encodeViews(chip).views);
}

void finerViews(benchmark::State& state) {
  const Sighting probe = probeOf(state);
  const auto face = office().workshop().encoder.encodeViews(vision::cutChip(probe.picture, probe.box));
  std::vector<vision::Descriptor> finer;
  for (auto _ : state) {
    face.around(0, finer);
    benchmark::DoNotOptimize(finer.data());
  }
}

/// The search among all views that are made, the finer ones made before.
void search(benchmark::State& state) {
  const auto snapshot = office().snapshot();
  const Sighting probe = probeOf(state);
  const Workshop& workshop = office().workshop();
  vision::FaceViews face = workshop.encoder.encodeViews(vision::cutChip(probe.picture, probe.box));
  const FaceComparison comparison = compareFace(workshop, *snapshot, {probe.picture}, {probe.box});
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
