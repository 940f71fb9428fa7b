// What a frame of 640 x 480 costs besides finding and naming faces: coding alone, and the two ways to annotate.

#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "facewire/image/jpeg_codec.hpp"
#include "facewire/image/jpeg_retoucher.hpp"
#include "facewire/vision/annotator.hpp"
#include "pictures.hpp"

namespace {

using namespace facewire;
using image::PixelFormat;

constexpr int kQuality = 90;

/// Three people as a camera of 640 x 480 sends them.
struct Frame {
  Bytes jpeg;
  image::JpegHeader header;

  Frame() {
    image::JpegDecoder decoder;
    image::JpegEncoder encoder;
    const Bytes drawn = test::groupJpeg({1, 2, 3});
    header = *image::readJpegHeader(drawn, 1u << 24);
    cv::Mat picture;
    if (!decoder.decode(drawn, header, PixelFormat::bgr, picture)) throw std::runtime_error("cannot decode");
    const auto view = encoder.encode(picture, kQuality);
    jpeg.assign(view->begin(), view->end());
    header = *image::readJpegHeader(jpeg, 1u << 24);
  }
};

const Frame& frame() {
  static const Frame only;
  return only;
}

std::vector<vision::Mark> marks(std::int64_t count) {
  const std::vector<vision::Mark> all{{{60, 120, 150, 150}, true, "Ada", "93 %"},
                                      {{260, 140, 120, 120}, false, "unknown", ""},
                                      {{440, 130, 140, 140}, true, "Grace", "81 %"}};
  return {all.begin(), all.begin() + count};
}

void decodeGrey(benchmark::State& state) {
  image::JpegDecoder decoder;
  cv::Mat grey;
  for (auto _ : state) benchmark::DoNotOptimize(decoder.decode(frame().jpeg, frame().header, PixelFormat::grey, grey));
}
BENCHMARK(decodeGrey)->Unit(benchmark::kMicrosecond);

/// The floor that annotated frames are measured by: decode to colour, encode.
void codecAlone(benchmark::State& state) {
  image::JpegDecoder decoder;
  image::JpegEncoder encoder;
  cv::Mat colour;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decoder.decode(frame().jpeg, frame().header, PixelFormat::bgr, colour));
    benchmark::DoNotOptimize(encoder.encode(colour, kQuality));
  }
}
BENCHMARK(codecAlone)->Unit(benchmark::kMicrosecond);

/// The whole picture decoded, drawn on and encoded. The argument: how many faces are drawn.
void annotateWhole(benchmark::State& state) {
  image::JpegDecoder decoder;
  image::JpegEncoder encoder;
  vision::Annotator annotator;
  cv::Mat colour;
  const auto faces = marks(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(decoder.decode(frame().jpeg, frame().header, PixelFormat::bgr, colour));
    annotator.draw(colour, faces);
    benchmark::DoNotOptimize(encoder.encode(colour, kQuality));
  }
}
BENCHMARK(annotateWhole)->Arg(0)->Arg(1)->Arg(3)->Unit(benchmark::kMicrosecond);

/// Only the blocks that are drawn on, as the server does it; decoding to grey is part of it.
void annotateBlocks(benchmark::State& state) {
  image::JpegRetoucher retoucher;
  vision::Annotator annotator;
  cv::Mat colour(frame().header.height, frame().header.width, CV_8UC3);
  cv::Mat grey;
  const auto faces = marks(state.range(0));
  for (auto _ : state) {
    if (!retoucher.open(frame().jpeg, frame().header, kQuality, grey)) state.SkipWithError("not taken");
    annotator.draw(colour, faces, [&](const cv::Rect& part) { retoucher.reveal(part, colour); });
    benchmark::DoNotOptimize(retoucher.finish(colour));
  }
}
BENCHMARK(annotateBlocks)->Arg(0)->Arg(1)->Arg(3)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
