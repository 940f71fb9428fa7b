// A gallery of 10,000 people with one picture each: adding one, starting with all, and OpenCV's own reading of as many
// samples (of a tenth of them: it takes long).

#include <benchmark/benchmark.h>

#include <filesystem>
#include <opencv2/core/utility.hpp>
#include <opencv2/face.hpp>
#include <optional>

#include "drawn_faces.hpp"
#include "facewire/gallery/gallery.hpp"
#include "facewire/image/png_codec.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "temporary_folder.hpp"

namespace facewire::gallery {
namespace {

constexpr int kPeople = 10'000;
constexpr int kReadByOpenCv = 1000;

const vision::FaceEncoder& encoder() {
  static const vision::FaceEncoder made{vision::EncoderOptions{}};
  return made;
}

const std::filesystem::path& file() {
  static const facewire::test::TemporaryFolder folder;
  static const std::filesystem::path path = folder.path() / "gallery.db";
  return path;
}

std::unique_ptr<Gallery> openGallery() {
  return std::make_unique<Gallery>(
      GalleryStore(file()), encoder().cellPixels(),
      [](const StoredFace&) -> Result<vision::Descriptor> {
        return fail(ErrorCode::internal, "no picture is to be encoded here");
      },
      [](SampleId, const Error&) {}, encoder().id());
}

/// The last thousand of 10,000; what they cost without the disk is in the CPU time.
void addPeople(benchmark::State& state) {
  const bench::DrawnFaces faces;
  const auto gallery = openGallery();
  int person = 0;
  const auto add = [&] {
    const vision::FaceChip chip = faces.face(static_cast<std::uint64_t>(person), 0);
    const StoredFace face{image::encodePng(chip.picture).value(),
                          {chip.face.x, chip.face.y, chip.face.width, chip.face.height}};
    const vision::Descriptor descriptor = encoder().encode(chip);
    return std::pair(face, descriptor);
  };
  const auto store = [&](const auto& sample) {
    const std::string name = "Person " + std::to_string(person++);
    if (!gallery->addSample(name, "drawn", sample.first, sample.second)) state.SkipWithError("cannot add");
  };
  while (person < kPeople - 1000) store(add());
  for (auto _ : state) {
    state.PauseTiming();
    const auto sample = add();
    state.ResumeTiming();
    store(sample);
  }
  const auto snapshot = gallery->snapshot();
  const auto samples = static_cast<double>(snapshot->index.size());
  state.counters["bytes"] = static_cast<double>(snapshot->index.bytes()) / samples;
}
BENCHMARK(addPeople)->Name("AddPerson/10000")->Iterations(1000)->Unit(benchmark::kMicrosecond);

void start(benchmark::State& state) {
  std::size_t samples = 0;
  for (auto _ : state) samples = openGallery()->snapshot()->index.size();
  state.counters["samples"] = static_cast<double>(samples);
  state.counters["disk_bytes"] = static_cast<double>(std::filesystem::file_size(file())) / static_cast<double>(samples);
}
BENCHMARK(start)->Name("Start/10000")->Iterations(5)->Unit(benchmark::kMillisecond);

void readYaml(benchmark::State& state) {
  cv::setNumThreads(1);
  const bench::DrawnFaces faces;
  const vision::FaceEncoder opencv(vision::EncoderOptions::opencv());
  std::vector<cv::Mat> pictures;
  std::vector<int> labels;
  for (int i = 0; i < kReadByOpenCv; ++i) {
    pictures.push_back(opencv.normalise(faces.face(static_cast<std::uint64_t>(i), 0)));
    labels.push_back(i);
  }
  const facewire::test::TemporaryFolder folder;
  const std::string yaml = folder.path() / "samples.yml";
  auto recogniser = cv::face::LBPHFaceRecognizer::create();
  recogniser->train(pictures, labels);
  recogniser->write(yaml);
  for (auto _ : state) cv::face::LBPHFaceRecognizer::create()->read(yaml);
}
BENCHMARK(readYaml)->Name("OpenCvRead/1000")->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace facewire::gallery

BENCHMARK_MAIN();
