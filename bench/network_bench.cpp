// What the parts of the deep engine cost beside those of the classic one, and whether several faces are cheaper in one
// forward of the network than one by one (Batch / OneByOne), on one thread. The models are those beside the repository
// (../shared/data/models) or in FACEWIRE_SHARED_DATA. Run with --benchmark_enable_random_interleaving
// --benchmark_repetitions=9 and compare within one run.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <opencv2/core/utility.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "face_alignment.hpp"
#include "facewire/gallery/face_index.hpp"
#include "facewire/vision/face_detector.hpp"
#include "facewire/vision/face_encoder.hpp"
#include "facewire/vision/network_encoder.hpp"
#include "models.hpp"
#include "portraits/scene.hpp"

namespace facewire::vision {
namespace {

constexpr std::uint64_t kPeople = 8;
constexpr std::size_t kEnrolled = 100;

/// Two people in a camera's frame.
struct Frame {
  cv::Mat colour = renderScene(portraits::groupScene({1, 2}, {640, 480}, 3)).image;
  cv::Mat grey = [this] {
    cv::Mat made;
    cv::cvtColor(colour, made, cv::COLOR_BGR2GRAY);
    return made;
  }();
};

const Frame& frame() {
  static const Frame made;
  return made;
}

/// One chip a person, with landmarks.
const std::vector<FaceChip>& chips() {
  static const std::vector<FaceChip> made = [] {
    YuNet detector(yuNetOptions());
    std::vector<FaceChip> all;
    for (std::uint64_t person = 1; all.size() < kPeople; ++person) {
      const cv::Mat picture = renderScene(portraits::portraitScene(person, 1, {240, 240})).image;
      const auto faces = detector.detect(picture);
      if (!faces.empty()) all.push_back(cutChip(picture, faces[0]));
    }
    return all;
  }();
  return made;
}

void yuNetFull(benchmark::State& state) {
  YuNetOptions options = yuNetOptions();
  options.minFacePixels = static_cast<int>(state.range(0));
  YuNet detector(options);
  for (auto _ : state) benchmark::DoNotOptimize(detector.detect(frame().colour));
}

void yuNetPart(benchmark::State& state) {
  YuNet detector(yuNetOptions());
  const cv::Rect face = detector.detect(frame().colour).at(0).box;
  const cv::Rect part =
      cv::Rect(face.tl() - cv::Point(face.size() / 2), face.size() * 2) & cv::Rect({}, frame().colour.size());
  for (auto _ : state) benchmark::DoNotOptimize(detector.detectIn(frame().colour, part));
}

void haarFull(benchmark::State& state) {
  DetectorOptions options;
  options.cascade = FACEWIRE_CASCADES "/haarcascade_frontalface_default.xml";
  FaceDetector detector(options);
  for (auto _ : state) benchmark::DoNotOptimize(detector.detect(frame().grey));
}

/// A face as a probe, and the nearest of kEnrolled samples.
void encodeAndCompare(benchmark::State& state, const Encoder& encoder, bool inColour) {
  std::vector<FaceChip> faces = chips();
  for (FaceChip& chip : faces) {
    if (!inColour) cv::cvtColor(chip.picture, chip.picture, cv::COLOR_BGR2GRAY);
  }
  gallery::FaceIndex index(encoder.cellPixels());
  for (std::size_t i = 0; i < kEnrolled; ++i) {
    const auto number = static_cast<std::int64_t>(i);
    index.add(number, number, std::make_shared<const Descriptor>(encoder.encode(faces[i % faces.size()])));
  }
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(index.findNearestByViews(encoder.encodeViews(faces[next++ % faces.size()]), 5));
  }
}

void deepFace(benchmark::State& state) {
  const NetworkEncoder encoder(mobileFaceNet());
  encodeAndCompare(state, encoder, true);
}

void deepFaceWithoutLandmarks(benchmark::State& state) {
  const NetworkEncoder encoder(mobileFaceNet());
  FaceChip chip = chips()[0];
  chip.landmarks.reset();
  for (auto _ : state) benchmark::DoNotOptimize(encoder.encode(chip));
}

void lbphFace(benchmark::State& state) {
  const FaceEncoder encoder{EncoderOptions{}};
  encodeAndCompare(state, encoder, false);
}

/// `faces` aligned faces through the network, `together` of them in one forward.
void forward(benchmark::State& state, std::size_t faces, std::size_t together) {
  cv::dnn::Net net = cv::dnn::readNet(mobileFaceNet().model.string(), mobileFaceNet().config.string());
  std::vector<cv::Mat> aligned;
  for (std::size_t i = 0; i < faces; ++i) aligned.push_back(alignFace(chips()[i].picture, *chips()[i].landmarks));
  for (auto _ : state) {
    for (std::size_t i = 0; i < faces; i += together) {
      const auto first = aligned.begin() + static_cast<std::ptrdiff_t>(i);
      const std::vector<cv::Mat> batch(first, first + static_cast<std::ptrdiff_t>(together));
      net.setInput(cv::dnn::blobFromImages(batch, 1, {}, {}, true));
      const cv::Mat vectors = net.forward();
      if (vectors.size[0] != static_cast<int>(together)) throw std::runtime_error("not as many vectors as faces");
      benchmark::DoNotOptimize(vectors.data);
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(faces));
}

void registerAll() {
  const auto put = [](const std::string& name, auto run) {
    return benchmark::RegisterBenchmark(name.c_str(), run)->Unit(benchmark::kMillisecond);
  };
  put("YuNetFull", yuNetFull)->ArgName("smallest")->Arg(24)->Arg(12);
  put("YuNetPart", yuNetPart);
  put("HaarFull", haarFull);
  put("DeepFace", deepFace);
  put("DeepFaceWithoutLandmarks", deepFaceWithoutLandmarks);
  put("LbphFace", lbphFace);
  for (const std::size_t faces : {1, 2, 4, 8}) {
    put("Batch/" + std::to_string(faces), [faces](benchmark::State& state) { forward(state, faces, faces); });
    put("OneByOne/" + std::to_string(faces), [faces](benchmark::State& state) { forward(state, faces, 1); });
  }
}

}  // namespace
}  // namespace facewire::vision

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  for (const auto& file : {facewire::vision::yuNetModel(), facewire::vision::mobileFaceNet().model}) {
    if (std::filesystem::exists(file)) continue;
    std::cerr << "network_bench: no model at " << file << "; name their folder's parent in FACEWIRE_SHARED_DATA\n";
    return 0;
  }
  cv::setNumThreads(1);
  facewire::vision::registerAll();
  benchmark::RunSpecifiedBenchmarks();
}
